package io.millrace.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.client.Accounting;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The accounting of a workspace by key. */
record Books(Map<String, Accounting> byKey, Accounting total) {

    Books {
        byKey = Map.copyOf(byKey);
    }

    static Books read(JsonNode data) {
        Map<String, Accounting> byKey = new LinkedHashMap<>();
        for (JsonNode key : data.path("keys")) {
            byKey.merge(key.path("key_id").asText("?"), Accounting.read(key), Accounting::plus);
        }
        return new Books(byKey, Accounting.read(data));
    }

    /** Nothing is missing and nothing is there twice, for each key and in total. */
    boolean balanced() {
        return balanced(total) && byKey.values().stream().allMatch(Books::balanced);
    }

    void print(PrintWriter out) {
        out.printf("%-24s %14s   %14s   %14s   %14s%n", "key", "accepted", "stored", "duplicate", "rejected");
        byKey.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> print(entry.getKey(), entry.getValue(), out));
        print("all keys", total, out);
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
