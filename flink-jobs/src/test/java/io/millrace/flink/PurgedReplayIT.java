package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactActions;
import io.millrace.core.audience.ContactChange;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.event.RejectReason;
import io.millrace.core.settings.Env;
import io.millrace.streams.StreamClock;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs lose their checkpoints and read their topics from the beginning, in which a contact still stands who was
 * purged meanwhile: nothing of her is stored again, not for a moment, and everybody else is.
 */
class PurgedReplayIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String WORKSPACE = "ws_purged";
    private static final ContactId ANN = id(Person.Kind.USER, "ann-the-first");
    private static final ContactId BROWSER = id(Person.Kind.ANONYMOUS, "browser-of-ann");
    private static final List<String> TABLES =
            List.of("events", "rejected_events", "profile_writes", "contacts", "identities", "segment_changes");

    @Test
    void aReplayBringsNothingOfAPurgedContactBack(@TempDir Path folder) throws Exception {
        try (Services services = Services.start(folder);
                StreamClock clock = StreamClock.start(services.kafka());
                ClickHouseClient client = new ClickHouseClient(services.server().endpoint())) {
            live(services, client, folder);
            long deleted = client.rows(new Sql(
                            "SELECT max(intDiv(version, 4096)) AS at FROM contacts WHERE workspace = {w:String} AND gone",
                            Map.of("w", WORKSPACE)))
                    .get(0)
                    .path("at")
                    .asLong();
            assertThat(rowsOf("ann@example.org", client)).isNotEmpty();
            assertThat(rowsOf("browser-of-ann", client)).hasSizeGreaterThanOrEqualTo(3);

            TABLES.forEach(table -> client.execute(Sql.of("TRUNCATE TABLE " + table)));
            mark(client, deleted + 1);
            try (LocalFlink events = LocalFlink.start(services.local("events-2", 2), services.job("events-2"));
                    LocalFlink audience = audience(services, "audience-2")) {
                await().atMost(LIMIT).untilAsserted(() -> {
                    // The events of zed and of ann after her return, and what both have become by them.
                    assertThat(count(client, "events", "true")).isGreaterThanOrEqualTo(2);
                    assertThat(count(client, "contacts", "external_id = 'zed'")).isPositive();
                    assertThat(count(client, "contacts", "generation = 1")).isPositive();
                    assertThat(count(client, "rejected_events", "true")).isPositive();
                });
                assertNothingCameBack(client, deleted);
            }
        }
    }

    /** The life of ann, who returns after she was deleted, and of zed. */
    private static void live(Services services, ClickHouseClient client, Path folder) throws Exception {
        try (LocalFlink events = LocalFlink.start(services.local("events-1", 2), services.job("events-1"));
                LocalFlink audience = audience(services, "audience-1")) {
            services.send(event(EventType.TRACK, "visit", null, "browser-of-ann", "{}"));
            services.send(event(
                    EventType.IDENTIFY,
                    "",
                    "ann-the-first",
                    "browser-of-ann",
                    "{\"email\":\"ann@example.org\",\"plan\":\"first\"}"));
            services.send(event(EventType.IDENTIFY, "", "zed", null, "{\"plan\":\"gold\"}"));
            services.send(rejected("{\"userId\":\"ann-the-first\",\"timestamp\":\"?\"}"));
            services.send(rejected("{\"anonymous_id\":\"browser-of-ann\"}"));
            services.send(rejected("{\"userId\":\"zed\"}"));
            services.flush();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(count(client, "contacts", "external_id != ''"))
                    .isGreaterThanOrEqualTo(2));
            Person ann = new Person(Person.Kind.USER, "ann-the-first");
            services.sendRaw(
                    ann.key(WORKSPACE),
                    ContactRecordCodec.encode(new ContactRecord(
                            WORKSPACE,
                            "key_1",
                            "delete-ann",
                            ann,
                            ContactActions.write(new ContactChange.Own(new ContactAction.Delete())))));
            services.flush();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(count(client, "contacts", "gone"))
                    .isGreaterThanOrEqualTo(1));
            services.send(event(EventType.IDENTIFY, "", "ann-the-first", null, "{\"plan\":\"second\"}"));
            services.flush();
            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(count(client, "contacts", "generation = 1")).isGreaterThanOrEqualTo(1);
                assertThat(count(client, "events", "true")).isEqualTo(4);
                assertThat(count(client, "rejected_events", "true")).isEqualTo(3);
            });
        }
    }

    private static void assertNothingCameBack(ClickHouseClient client, long deleted) {
        for (String name : List.of("ann@example.org", "browser-of-ann", "\"first")) {
            assertThat(rowsOf(name, client)).isEmpty();
        }
        // Of her name only what she did after her return, and whose her ids are since then.
        assertThat(rowsOf("ann-the-first", client)).noneMatch(row -> row.startsWith("identities"));
        assertThat(count(
                        client,
                        "events",
                        "user_id = 'ann-the-first' AND toUnixTimestamp64Milli(received_at) > " + deleted))
                .isEqualTo(1);
        assertThat(count(client, "events", "true")).isEqualTo(2);
        assertThat(count(client, "contacts", "external_id = 'ann-the-first' AND generation = 0"))
                .isZero();
        assertThat(count(client, "identities", "from_ms <= " + deleted)).isZero();
        assertThat(count(client, "identities", "id = '' AND from_ms = " + (deleted + 1)))
                .isEqualTo(2);
        assertThat(count(client, "rejected_events", "true")).isEqualTo(1);
    }

    /** As a purge leaves it. */
    private static void mark(ClickHouseClient client, long until) {
        client.execute(new Sql(
                """
                INSERT INTO purges
                SELECT {w:String}, toUInt128({ann:String}), 'done', now64(3), [toUInt128({ann:String}), toUInt128({browser:String})],
                  [toUInt128({ann:String}), toUInt128({browser:String})], [0, 0],
                  [toInt64({until:Int64}), toInt64({until:Int64})], 2
                """,
                Map.of(
                        "w",
                        WORKSPACE,
                        "ann",
                        ANN.number().toString(),
                        "browser",
                        BROWSER.number().toString(),
                        "until",
                        until)));
    }

    private static LocalFlink audience(Services services, String name) throws Exception {
        LocalFlinkConfig local = services.local(name, 2);
        return LocalFlink.start(
                local,
                AudienceJobConfig.from(
                        new Env(Map.of("MILLRACE_CHECKPOINT_INTERVAL_MS", "300")),
                        services.kafka(),
                        services.server().endpoint(),
                        local.spill()));
    }

    private static EventRecord event(
            EventType type, String name, @Nullable String user, @Nullable String anonymous, String traits) {
        return new EventRecord(
                WORKSPACE,
                "key_1",
                "",
                type,
                type + "-" + user + "-" + anonymous + "-" + traits.hashCode(),
                name,
                user,
                anonymous,
                null,
                null,
                0,
                ("{\"context\":{},\"traits\":" + traits + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static RejectedRecord rejected(String payload) {
        return new RejectedRecord(
                WORKSPACE,
                "key_1",
                "",
                null,
                RejectReason.MISSING_EVENT,
                "event: missing",
                0,
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private static long count(ClickHouseClient client, String table, String condition) {
        return client.rows(new Sql(
                        "SELECT count() AS n FROM " + table + " WHERE workspace = {w:String} AND " + condition,
                        Map.of("w", WORKSPACE)))
                .get(0)
                .path("n")
                .asLong();
    }

    /** Rows that hold the text in any column, as table name and JSON. */
    private static List<String> rowsOf(String text, ClickHouseClient client) {
        List<String> found = new ArrayList<>();
        for (String table : TABLES) {
            for (JsonNode row : client.rows(
                    new Sql("SELECT * FROM " + table + " WHERE workspace = {w:String}", Map.of("w", WORKSPACE)))) {
                if (row.toString().contains(text)) {
                    found.add(table + " " + row);
                }
            }
        }
        return found;
    }

    private static ContactId id(Person.Kind kind, String id) {
        return ContactId.of(WORKSPACE, new Person(kind, id));
    }
}
