package io.millrace.query.audience;

import io.millrace.query.filter.SqlValues;
import java.util.OptionalLong;

/** The rows of events and profile writes that count as of an instant, with the contact each belongs to now. */
final class Stored {

    private final AudienceScope scope;
    private final AsOf asOf;
    private final SqlValues values;

    Stored(AudienceScope scope, AsOf asOf, SqlValues values) {
        this.scope = scope;
        this.asOf = asOf;
        this.values = values;
    }

    /** FROM and WHERE over events that happened by the instant; conditions are added with AND. */
    String events() {
        return from("events");
    }

    /** FROM and WHERE over the writes of one part of the profile. */
    String writes(String field, String key) {
        return writes(field) + " AND key = " + values.text(key);
    }

    String writes(String field) {
        return from("profile_writes") + " AND field = " + values.text(field);
    }

    /** FROM and WHERE over all writes. */
    String allWrites() {
        return from("profile_writes");
    }

    /** Whether any contact was created after the instant. */
    boolean anyoneIsYounger() {
        return scope.newestMillis() > asOf.millis();
    }

    /** Contacts of what happened by the instant and arrived after it. */
    String contactsOfLateRows() {
        String late = " AND received_at > " + time(asOf.millis());
        return "SELECT " + contact() + " " + events() + late + " UNION ALL SELECT " + contact() + " " + allWrites()
                + late;
    }

    /** The contact of a row. */
    String contact() {
        return scope.identities().contact();
    }

    String workspace() {
        return "workspace = " + values.text(scope.workspace());
    }

    String time(long millis) {
        return "fromUnixTimestamp64Milli(" + values.whole(Math.max(0, millis)) + ")";
    }

    private String from(String table) {
        String rows = "FROM " + scope.identities().from(table, scope.workspace(), values) + "\nWHERE " + workspace()
                + " AND timestamp <= " + time(asOf.millis());
        OptionalLong knownAt = asOf.knownAt();
        return knownAt.isEmpty() ? rows : rows + " AND received_at <= " + time(knownAt.getAsLong());
    }
}
