package io.millrace.query.purge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.definition.Workspace;
import io.millrace.core.definition.WorkspaceSettings;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.SettingsStore;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two workspaces, one of which keeps three days; midnight in Berlin is 22:00 UTC in June. */
class RetentionIT {

    private static final Instant NOW = Instant.parse("2021-06-10T09:00:00Z");
    private static final Instant KEPT_FROM = Instant.parse("2021-06-06T22:00:00Z");

    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final DefinitionAccess access = new DefinitionAccess(definitions);
    private final SettingsStore settings = new SettingsStore(definitions);
    private final Workspace three = workspace();
    private final Workspace ever = workspace();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theFirstKeptInstantIsAMidnightOfTheWorkspace() {
        assertThat(KeptEvents.from(three, 3, NOW)).isEqualTo(KEPT_FROM);
    }

    @Test
    void olderEventsOfTheWorkspaceGoAndAllOthersStay() {
        settings.change(
                three.id(),
                known -> new WorkspaceSettings(Optional.empty(), Optional.empty(), Map.of(), Optional.of(3)));
        for (Workspace workspace : List.of(three, ever)) {
            insert(workspace, "events", "timestamp", KEPT_FROM.minusMillis(1));
            insert(workspace, "events", "timestamp", KEPT_FROM);
            insert(workspace, "rejected_events", "received_at", KEPT_FROM.minusMillis(1));
            insert(workspace, "event_counts", "minute", KEPT_FROM.minusSeconds(60));
            insert(workspace, "event_counts", "minute", KEPT_FROM);
        }

        sweep();
        sweep();

        assertThat(client.rows(new Sql(
                                "SELECT toUnixTimestamp64Milli(timestamp) AS t FROM events WHERE workspace = {w:String}",
                                Map.of("w", three.id())))
                        .toString())
                .isEqualTo("[{\"t\":" + KEPT_FROM.toEpochMilli() + "}]");
        assertThat(count(three, "rejected_events")).isZero();
        assertThat(count(three, "event_counts")).isEqualTo(1);
        assertThat(count(ever, "events")).isEqualTo(2);
        assertThat(count(ever, "rejected_events")).isEqualTo(1);
        assertThat(count(ever, "event_counts")).isEqualTo(2);
    }

    @Test
    void aMonthOfWhichNothingIsKeptIsDropped() {
        settings.change(
                three.id(),
                known -> new WorkspaceSettings(Optional.empty(), Optional.empty(), Map.of(), Optional.of(3)));
        Instant longAgo = Instant.parse("2019-03-05T00:00:00Z");
        insert(three, "events", "timestamp", longAgo);
        insert(ever, "events", "timestamp", Instant.parse("2019-04-05T00:00:00Z"));
        insert(three, "events", "timestamp", Instant.parse("2019-04-05T00:00:00Z"));

        sweep();

        assertThat(parts("201903")).isZero();
        assertThat(parts("201904")).isPositive();
        assertThat(count(ever, "events")).isEqualTo(1);
        assertThat(count(three, "events")).isZero();
    }

    private void sweep() {
        new Retention(client, access, settings, new RowRemoval(client, () -> false), Clock.fixed(NOW, ZoneOffset.UTC))
                .sweep();
    }

    private Workspace workspace() {
        Workspace fresh = EmbeddedServices.freshWorkspace();
        Workspace own =
                new Workspace(fresh.id(), fresh.name(), fresh.slug(), ZoneId.of("Europe/Berlin"), fresh.createdAt());
        access.create(own);
        return own;
    }

    private void insert(Workspace workspace, String table, String column, Instant at) {
        ObjectNode row = Json.MAPPER
                .createObjectNode()
                .put("workspace", workspace.id())
                .put(column, at.toString().replace('T', ' ').replace("Z", ""));
        if (table.equals("events")) {
            row.put("received_at", at.toString().replace('T', ' ').replace("Z", ""));
        }
        if (table.equals("event_counts")) {
            row.put("on_time", 1);
        }
        client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(row.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
    }

    private long parts(String month) {
        return client.rows(new Sql(
                        "SELECT count() AS n FROM system.parts WHERE database = currentDatabase() AND table = 'events'"
                                + " AND active AND partition_id = {month:String}",
                        Map.of("month", month)))
                .get(0)
                .path("n")
                .asLong();
    }

    private long count(Workspace workspace, String table) {
        return client.rows(new Sql(
                        "SELECT count() AS n FROM {table:Identifier} WHERE workspace = {w:String}",
                        Map.of("table", table, "w", workspace.id())))
                .get(0)
                .path("n")
                .asLong();
    }
}
