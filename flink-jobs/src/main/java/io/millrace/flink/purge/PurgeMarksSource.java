package io.millrace.flink.purge;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.RowBinaryReader;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * The marks of table {@code purges}, at most {@link #OLDEST} old. They are read again only when some were added; a purge
 * waits for longer than that between its mark and the removal of rows. Fails with a
 * {@link io.millrace.clickhouse.ClickHouseException}. For one thread.
 */
final class PurgeMarksSource {

    static final Duration OLDEST = Duration.ofSeconds(1);

    private final ClickHouseClient client;
    private PurgeMarks marks = PurgeMarks.NONE;
    private String fingerprint = "";
    private long readAtNanos = System.nanoTime() - OLDEST.toNanos();

    PurgeMarksSource(ClickHouseClient client) {
        this.client = client;
    }

    PurgeMarks marks() {
        long now = System.nanoTime();
        if (now - readAtNanos >= OLDEST.toNanos()) {
            refresh();
            readAtNanos = now;
        }
        return marks;
    }

    private void refresh() {
        String newest = client.rows(
                        Sql.of(
                                """
                                SELECT concat(toString(count()), ' ', toString(groupBitXor(cityHash64(workspace, contact)))) AS mark
                                FROM purges FINAL
                                WHERE state != 'asked'
                                """))
                .get(0)
                .path("mark")
                .asText();
        if (!newest.equals(fingerprint)) {
            marks = read();
            fingerprint = newest;
        }
    }

    private PurgeMarks read() {
        PurgeMarks.Builder found = new PurgeMarks.Builder();
        read("SELECT DISTINCT arrayJoin(contacts) FROM purges FINAL WHERE state != 'asked'", row -> {
            found.contact(id(row));
        });
        read(
                """
                SELECT DISTINCT person, from_at, until_at
                FROM purges FINAL
                ARRAY JOIN persons AS person, from_ms AS from_at, until_ms AS until_at
                WHERE state != 'asked'
                """,
                row -> found.arrivals(id(row), row.longValue(), row.longValue()));
        return found.build();
    }

    @FunctionalInterface
    private interface Row {
        void take(RowBinaryReader row) throws IOException;
    }

    private void read(String select, Row each) {
        client.read(Sql.of(select), "RowBinary", Map.of(), Map.of(), body -> {
            RowBinaryReader rows = new RowBinaryReader(body);
            while (rows.hasNext()) {
                each.take(rows);
            }
            return true;
        });
    }

    private static ContactId id(RowBinaryReader row) throws IOException {
        long low = row.longValue();
        return new ContactId((int) row.longValue(), low);
    }
}
