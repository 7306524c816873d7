package io.millrace.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.client.Accounting;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The accounting of a workspace by key.
 *
 * @param behind how many of the records that arrived before {@code asOf} the stream has not passed yet, of all
 *     workspaces; 0 if the API cannot see the topics
 * @param asOf by the API's clock, in its form
 */
record Books(Map<String, Accounting> byKey, Accounting total, long behind, String asOf) {

    Books {
        byKey = Map.copyOf(byKey);
    }

    static Books read(JsonNode answer) {
        Map<String, Accounting> byKey = new LinkedHashMap<>();
        for (JsonNode key : answer.path("keys")) {
            byKey.merge(key.path("key_id").asText("?"), Accounting.read(key), Accounting::plus);
        }
        return new Books(
                byKey,
                Accounting.read(answer.path("total")),
                answer.path("behind").asLong(),
                answer.path("as_of").asText());
    }

    /** Nothing is missing and nothing is there twice, for each key and in total. */
    boolean balanced() {
        return balanced(total) && byKey.values().stream().allMatch(Books::balanced);
    }

    boolean caughtUp() {
        return behind == 0;
    }

    void print(PrintWriter out) {
        out.printf("%-24s %14s   %14s   %14s   %14s%n", "key", "accepted", "stored", "duplicate", "rejected");
        byKey.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> print(entry.getKey(), entry.getValue(), out));
        print("all keys", total, out);
        if (!caughtUp()) {
            out.printf(
                    Locale.ROOT,
                    "Of the records that arrived before %s the stream has not passed %,d; they are not in these numbers.%n",
                    asOf,
                    behind);
        }
    }

    private static void print(String name, Accounting books, PrintWriter out) {
        long gap = books.accepted() - books.settled();
        String verdict =
                gap == 0 ? "ok" : String.format(Locale.ROOT, gap > 0 ? "%,d missing" : "%,d too many", Math.abs(gap));
        out.printf(
                Locale.ROOT,
                "%-24s %,14d = %,14d + %,14d + %,14d  %s%n",
                name,
                books.accepted(),
                books.stored(),
                books.duplicate(),
                books.rejected(),
                verdict);
    }

    private static boolean balanced(Accounting books) {
        return books.accepted() == books.settled();
    }
}
