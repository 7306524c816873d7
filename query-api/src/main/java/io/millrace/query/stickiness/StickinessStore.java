package io.millrace.query.stickiness;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.ContactColumn;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import io.millrace.query.time.BucketSql;
import io.millrace.query.time.Buckets;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Asks ClickHouse for the numbers of a {@link StickinessQuery}. Thread-safe. */
public final class StickinessStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public StickinessStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    StickinessAnswer answer(StickinessQuery query, Scope scope) {
        SqlValues values = new SqlValues();
        long[] exactly = new long[Buckets.of(query.range(), query.interval()).count()];
        client.rows(
                        values.sql("SELECT intervals, count() AS n FROM (" + actors(query, scope, values)
                                + ") GROUP BY intervals"),
                        bounds)
                .forEach(row -> exactly[row.path("intervals").asInt() - 1] =
                        row.path("n").asLong());
        return new StickinessAnswer(query, exactly);
    }

    /** The contacts with so many intervals, ascending. */
    List<BigInteger> contacts(StickinessQuery query, int intervals, Scope scope) {
        SqlValues values = new SqlValues();
        return ContactColumn.read(
                client,
                values.sql("SELECT toUInt128(actor) AS contact FROM (" + actors(query, scope, values)
                        + ") WHERE intervals " + (query.orMore() ? ">=" : "=") + " " + values.whole(intervals)),
                bounds);
    }

    /** A row per contact: {@code actor} and in how many {@code intervals} it is active. */
    private String actors(StickinessQuery query, Scope scope, SqlValues values) {
        FilterSql filters =
                FilterSql.of(values, scope.now(), scope.workspace(), identities.of(scope.workspace()), List.of());
        return "SELECT actor, uniqExact(bucket) AS intervals FROM (SELECT " + filters.contact() + " AS actor, "
                + BucketSql.number(Buckets.of(query.range(), query.interval()), values) + " AS bucket FROM "
                + filters.from("events") + " WHERE " + EventRows.within(scope.workspace(), query.range(), values)
                + " AND " + filters.matches(query.event()) + ") GROUP BY actor";
    }
}
