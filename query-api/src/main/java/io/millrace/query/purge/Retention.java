package io.millrace.query.purge;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.SettingsStore;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes events that are older than their workspace keeps: whole local days at a time, by the time at which they
 * happened. Rows are masked, which costs little and holds at once, and leave the disk as ClickHouse merges their parts; a
 * past month in which nothing is left is dropped whole. For one thread.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final DateTimeFormatter PARTITION = DateTimeFormatter.ofPattern("yyyyMM");

    private final ClickHouseClient client;
    private final Access access;
    private final SettingsStore settings;
    private final RowRemoval rows;
    private final Clock clock;

    Retention(ClickHouseClient client, Access access, SettingsStore settings, RowRemoval rows, Clock clock) {
        this.client = client;
        this.access = access;
        this.settings = settings;
        this.rows = rows;
        this.clock = clock;
    }

    void sweep() {
        boolean any = false;
        for (Workspace workspace : access.workspaces()) {
            Optional<Integer> days = settings.get(workspace.id()).retentionDays();
            if (days.isPresent()) {
                any |= sweep(workspace, days.get());
            }
        }
        if (any) {
            dropEmptyMonths();
        }
    }

    private boolean sweep(Workspace workspace, int days) {
        long from = KeptEvents.from(workspace, days, clock.instant()).toEpochMilli();
        boolean any = rows.mask(
                "events", workspace.id(), values -> "timestamp < fromUnixTimestamp64Milli(" + values.whole(from) + ")");
        any |= rows.mask(
                "rejected_events",
                workspace.id(),
                values -> "received_at < fromUnixTimestamp64Milli(" + values.whole(from) + ")");
        any |= rows.mask(
                "event_counts",
                workspace.id(),
                values -> "minute < toDateTime(intDiv(" + values.whole(from) + ", 1000), 'UTC')");
        return any;
    }

    /** Nothing arrives in a month that is over: partitions are months of arrival. */
    private void dropEmptyMonths() {
        String thisMonth = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).format(PARTITION);
        for (JsonNode row : client.rows(new Sql(
                """
                SELECT DISTINCT partition_id AS id
                FROM system.parts
                WHERE database = currentDatabase() AND table = 'events' AND active AND partition_id < {month:String}
                """,
                Map.of("month", thisMonth)))) {
            String month = row.path("id").asText();
            long left = client.rows(new Sql(
                            "SELECT count() AS n FROM events WHERE _partition_id = {month:String}",
                            Map.of("month", month)))
                    .get(0)
                    .path("n")
                    .asLong();
            if (left == 0) {
                LOG.info("No event of arrivals in {} is kept any more: its partition is dropped", month);
                client.execute(new Sql("ALTER TABLE events DROP PARTITION ID {month:String}", Map.of("month", month)));
            }
        }
    }
}
