package io.millrace.cli.importing;

import io.millrace.cli.client.Accounting;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is said at the end of an import.
 *
 * @param rows rows of the file
 * @param accepted events that ingest has taken, in all runs of this import
 * @param settled what became of them, empty if nobody was asked
 */
record ImportReport(long rows, long accepted, long unreadable, Optional<Accounting> settled, List<Rejection> first) {

    /** Every row was stored or was there already. */
    static final int ALL_IN = 0;

    /** The import ended, but rows were rejected or could not be read. */
    static final int SOME_REJECTED = 3;

    ImportReport {
        first = List.copyOf(first);
    }

    void print(PrintWriter out) {
        count(out, "Rows", rows);
        if (unreadable > 0) {
            count(out, "Unreadable", unreadable);
        }
        count(out, "Accepted", accepted);
        settled.ifPresent(found -> {
            count(out, "Stored", found.stored());
            count(out, "Duplicate", found.duplicate());
            count(out, "Rejected", found.rejected());
            long again = found.settled() - accepted;
            if (again > 0) {
                out.printf(Locale.ROOT, "%,d events were sent twice after a break and are counted twice.%n", again);
            }
        });
        if (!first.isEmpty()) {
            out.println(first.size() < notStored() ? "The first rows not stored:" : "Rows not stored:");
            first.forEach(rejection -> out.println(rejection.shown()));
        }
    }

    int exitCode() {
        return notStored() == 0 ? ALL_IN : SOME_REJECTED;
    }

    private long notStored() {
        return unreadable + settled.map(Accounting::rejected).orElse(0L);
    }

    private static void count(PrintWriter out, String name, long count) {
        out.printf(Locale.ROOT, "%-10s %,14d%n", name, count);
    }
}
