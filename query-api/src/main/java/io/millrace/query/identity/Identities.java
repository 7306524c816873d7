package io.millrace.query.identity;

import io.millrace.query.filter.SqlValues;
import java.util.OptionalLong;

/**
 * How the rows of a workspace find their contacts. Rows are never rewritten: table {@code identities} says from which
 * arrival on a person belongs to which contact, and a person without rows there is a contact of its own.
 *
 * <p>It is a join and not a dictionary, so that an answer is right from the moment the link is stored; and a workspace
 * pays only for what it has.
 *
 * @param linked whether any person belongs to another contact
 * @param relinked whether any person changed its contact later on, by a second link or by a deletion
 * @param knownAt arrivals up to here are looked at, in epoch milliseconds; empty for all
 */
public record Identities(boolean linked, boolean relinked, OptionalLong knownAt) {

    /** Every person is its own contact. */
    public static final Identities NONE = new Identities(false, false, OptionalLong.empty());

    /** Versions of rows are arrivals times this, plus a counter within the instant. */
    private static final long VERSIONS_PER_MILLI = 4096;

    /**
     * The table (or subquery in parentheses) with what {@link #contact} needs beside its columns, for a FROM clause. The
     * table has the columns {@code person} and {@code received_at}; its other columns keep their names.
     */
    public String from(String table, String workspace, SqlValues values) {
        String from = table;
        if (linked) {
            from += " ANY LEFT JOIN (" + firstSlices(workspace, values) + ") AS first_slices ON person = linked_person";
        }
        if (relinked) {
            from += " ASOF LEFT JOIN (" + laterSlices(workspace, values)
                    + ") AS later_slices ON person = relinked_person AND received_at >= relinked_at";
        }
        return from;
    }

    /** The contact of a row of {@link #from}, as its 80 bits. */
    public String contact() {
        if (relinked) {
            return "multiIf(later_contact != 0, later_contact, first_contact != 0, first_contact, person)";
        }
        return linked ? "if(first_contact != 0, first_contact, person)" : "person";
    }

    private String firstSlices(String workspace, SqlValues values) {
        return """
                SELECT person AS linked_person, argMaxIf(contact, version, from_ms = 0) AS first_contact
                FROM identities
                WHERE %s
                GROUP BY person
                """
                .formatted(known(workspace, values));
    }

    private String laterSlices(String workspace, SqlValues values) {
        return """
                SELECT person AS relinked_person, fromUnixTimestamp64Milli(from_ms) AS relinked_at,
                  argMax(contact, version) AS later_contact
                FROM identities
                WHERE %s AND from_ms > 0
                GROUP BY person, from_ms
                """
                .formatted(known(workspace, values));
    }

    /** Which rows of {@code identities} are looked at. */
    String known(String workspace, SqlValues values) {
        String own = "workspace = " + values.text(workspace);
        return knownAt.isEmpty()
                ? own
                : own + " AND version < " + values.whole((knownAt.getAsLong() + 1) * VERSIONS_PER_MILLI);
    }
}
