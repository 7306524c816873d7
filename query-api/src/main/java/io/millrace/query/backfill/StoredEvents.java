package io.millrace.query.backfill;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.purge.PurgedEvents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the stored events that conditions lack: of each person together, in order of time, then arrival, and none of
 * contacts that were purged. The order is made in ClickHouse, on disk if it does not fit into memory. Thread-safe.
 */
final class StoredEvents {

    private static final Map<String, String> SETTINGS = Map.of(
            "max_execution_time", "0",
            "max_memory_usage", "2000000000",
            "max_bytes_before_external_sort", "300000000",
            "max_threads", "2",
            "max_block_size", "8192");

    private final ClickHouseClient client;

    StoredEvents(ClickHouseClient client) {
        this.client = client;
    }

    /** Takes each event as it comes. */
    @FunctionalInterface
    interface Taker {
        void take(StoredEvent event) throws IOException;
    }

    /** About how many there are: what a figure of progress needs. */
    long count(Work work) {
        return client.rows(sql(work, "SELECT count() AS n", ""), SETTINGS)
                .get(0)
                .path("n")
                .asLong();
    }

    void read(Work work, Taker taker) {
        Sql sql = sql(
                work,
                "SELECT type, event, toUnixTimestamp64Milli(timestamp), toUnixTimestamp64Milli(received_at), partition,"
                        + " offset, user_id, anonymous_id, if(%s, text, '')",
                "ORDER BY person, user_id, anonymous_id, timestamp, received_at, partition, offset");
        client.read(sql, "RowBinary", SETTINGS, Map.of(), body -> {
            RowReader rows = new RowReader(body);
            for (Optional<StoredEvent> row = rows.next(); row.isPresent(); row = rows.next()) {
                taker.take(row.get());
            }
            return true;
        });
    }

    private Sql sql(Work work, String select, String order) {
        SqlValues values = new SqlValues();
        PurgedEvents purged = PurgedEvents.of(work.workspace(), client);
        List<Condition> missing = work.missing();
        String text =
                """
                %s
                FROM %s
                WHERE workspace = %s AND received_at < fromUnixTimestamp64Milli(%s) AND (%s)
                  AND %s
                %s
                """
                        .formatted(
                                select.replace("%s", readers(missing, values)),
                                purged.from("events", values),
                                values.text(work.workspace()),
                                values.whole(missing.stream()
                                        .mapToLong(work::liveFrom)
                                        .max()
                                        .orElse(0)),
                                wanted(work, missing, values),
                                purged.kept(),
                                order);
        return values.sql(text);
    }

    /** Whether some condition reads the properties of an event of this name. */
    private static String readers(List<Condition> missing, SqlValues values) {
        TreeSet<String> names = missing.stream()
                .filter(condition -> condition.projection().readsProperties())
                .flatMap(condition -> EventNames.of(condition, 0).patterns().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty()
                ? "false"
                : names.stream().map(name -> named(name, values)).collect(Collectors.joining(" OR "));
    }

    /** By name, and of each name no older ones than its conditions can still count. */
    private static String wanted(Work work, List<Condition> missing, SqlValues values) {
        Map<String, Long> sinceByName = new HashMap<>();
        for (Condition condition : missing) {
            EventNames names = EventNames.of(condition, work.liveFrom(condition));
            names.patterns().forEach(name -> sinceByName.merge(name, names.since(), Math::min));
        }
        List<String> parts = new ArrayList<>();
        sinceByName.forEach((name, since) -> parts.add(
                since == Long.MIN_VALUE
                        ? named(name, values)
                        : "(" + named(name, values) + " AND timestamp >= fromUnixTimestamp64Milli("
                                + values.whole(since) + "))"));
        return parts.isEmpty() ? "false" : String.join(" OR ", parts);
    }

    private static String named(String name, SqlValues values) {
        return new FilterSql(values, Instant.EPOCH).named(Selector.named(name));
    }
}
