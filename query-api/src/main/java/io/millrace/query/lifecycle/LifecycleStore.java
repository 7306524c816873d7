package io.millrace.query.lifecycle;

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

/** Asks ClickHouse for the numbers of a {@link LifecycleQuery}. Thread-safe. */
public final class LifecycleStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public LifecycleStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    LifecycleAnswer answer(LifecycleQuery query, Scope scope) {
        SqlValues values = new SqlValues();
        Buckets buckets = Buckets.of(query.range(), query.interval());
        long[][] counts = new long[State.values().length][buckets.count()];
        client.rows(
                        values.sql("SELECT state, bucket, count() AS n FROM (" + states(query, scope, values)
                                + ") GROUP BY state, bucket"),
                        bounds)
                .forEach(row -> counts[row.path("state").asInt()][
                        row.path("bucket").asInt()] = row.path("n").asLong());
        return new LifecycleAnswer(query, buckets, counts);
    }

    /** The contacts that are in a state in a bucket, ascending. */
    List<BigInteger> contacts(LifecycleQuery query, int bucket, State state, Scope scope) {
        SqlValues values = new SqlValues();
        return ContactColumn.read(
                client,
                values.sql("SELECT toUInt128(actor) AS contact FROM (" + states(query, scope, values)
                        + ") WHERE state = " + values.whole(state.ordinal()) + " AND bucket = " + values.whole(bucket)),
                bounds);
    }

    /**
     * A row per contact, bucket and {@code state} (its place in {@link State}). Of each contact the numbers of its buckets
     * are put beside those of the bucket in which it was active before and after.
     */
    private String states(LifecycleQuery query, Scope scope, SqlValues values) {
        FilterSql filters =
                FilterSql.of(values, scope.now(), scope.workspace(), identities.of(scope.workspace()), List.of());
        long count = Buckets.of(query.range(), query.interval()).count();
        return """
                SELECT actor, change.1 AS state, change.2 AS bucket
                FROM
                (
                  SELECT actor, arrayJoin(arrayConcat(
                    arrayFilter(c -> c.2 >= 0, arrayMap((b, before) -> (multiIf(before = -3, %d, before = b - 1, %d, %d), b),
                      active, arrayPushFront(arrayPopBack(active), toInt64(-3)))),
                    arrayFilter(c -> c.2 >= 0 AND c.2 < %s, arrayMap((b, after) -> (%d, if(after = b + 1 OR b = %d, -1, b + 1)),
                      active, arrayPushBack(arrayPopFront(active), toInt64(-1)))))) AS change
                  FROM
                  (
                    SELECT actor, arraySort(groupUniqArray(bucket)) AS active
                    FROM (SELECT %s AS actor, %s AS bucket FROM %s WHERE %s AND %s)
                    GROUP BY actor
                  )
                )
                """
                .formatted(
                        State.NEW.ordinal(),
                        State.RETURNING.ordinal(),
                        State.RESURRECTING.ordinal(),
                        values.whole(count),
                        State.DORMANT.ordinal(),
                        BucketSql.EARLIER,
                        filters.contact(),
                        BucketSql.withHistory(query.range(), query.interval(), values),
                        filters.from("events"),
                        EventRows.within(scope.workspace(), 0, query.range().toMillis(), values),
                        filters.matches(query.event()));
    }
}
