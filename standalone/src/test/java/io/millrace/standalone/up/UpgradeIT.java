package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.EventType;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.streams.EventWriter;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import io.millrace.streams.record.EventRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder from before there were contacts: three topics with the settings of then, five migrations, events that
 * nobody has judged. Opened by this version, it has contacts and segments over all of its past.
 */
@Timeout(240)
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> MIGRATIONS = List.of(
            "0001_events.sql",
            "0002_event_counts.sql",
            "0003_ingest_outcomes.sql",
            "0004_rejected_events.sql",
            "0005_public_events.sql");
    private static final Map<String, String> FACTS = Map.of(
            "message.timestamp.type", "LogAppendTime",
            "cleanup.policy", "delete",
            "retention.ms", "-1",
            "retention.bytes", "-1",
            "max.message.bytes", "8388608");

    private final Workspace workspace =
            new Workspace(Ids.workspace(), "Old", "old", ZoneOffset.UTC, Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void eventsFromBeforeThereWereContactsMakeContactsAndSegments(@TempDir Path data) throws Exception {
        Files.writeString(data.resolve("layout"), "1\n");
        try (EmbeddedClickHouse clickhouse =
                EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), data.resolve("clickhouse")))) {
            applyOldSchema(clickhouse.endpoint());
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(data.resolve("kafka")))) {
            createOldTopics(kafka.bootstrap());
            defineWorkspaceAndKeys(kafka.bootstrap());
            writeEvents(kafka.bootstrap());
        }

        // The keys are known already, and those of another workspace than the first.
        Map<String, String> noKeys = Map.of("MILLRACE_WRITE_KEY", "", "MILLRACE_SECRET_KEY", "");
        try (UpProcess up = UpProcess.start(data, noKeys)) {
            Client client = up.client();
            assertThatTopicsAreAsToday(up.place("kafka"));
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(client.ask("/v1/contacts/ann", "")
                                    .path("traits")
                                    .path("plan")
                                    .asText())
                            .isEqualTo("pro"));
            String segment = client.ask(
                            "/v1/segments",
                            "{\"name\":\"Active\",\"rules\":{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":3,"
                                    + "\"window\":\"7d\"}}")
                    .path("id")
                    .asText();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(changes(client, segment)).containsExactly("ann entered edit"));
            JsonNode total = client.ask("/v1/analytics/accounting", "").path("total");
            assertThat(total.path("accepted").asLong()).isEqualTo(9);
            assertThat(total.path("stored").asLong()).isEqualTo(8);
            assertThat(total.path("duplicate").asLong()).isEqualTo(1);

            assertThat(client.send("/v1/track", "{\"userId\":\"ben\",\"event\":\"login\"}"))
                    .isEqualTo(200);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(changes(client, segment))
                    .containsExactly("ben entered event", "ann entered edit"));
            assertThat(up.terminate()).isZero();
        }
    }

    private static void applyOldSchema(ClickHouseEndpoint endpoint) throws Exception {
        ClickHouseEndpoint server =
                new ClickHouseEndpoint(endpoint.url(), "default", endpoint.user(), endpoint.password());
        try (ClickHouseClient client = new ClickHouseClient(server)) {
            client.execute(new Sql("CREATE DATABASE {database:Identifier}", Map.of("database", endpoint.database())));
        }
        try (ClickHouseClient client = new ClickHouseClient(endpoint)) {
            client.execute(Sql.of("CREATE TABLE schema_migrations (number UInt32, name String, checksum String,"
                    + " applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = MergeTree ORDER BY number"));
            for (int i = 0; i < MIGRATIONS.size(); i++) {
                String name = MIGRATIONS.get(i);
                byte[] text = migration(name);
                for (String statement : new String(text, StandardCharsets.UTF_8).split(";\\s*(\\n|$)")) {
                    if (!statement.isBlank()) {
                        client.execute(Sql.of(statement.strip()));
                    }
                }
                String checksum = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
                client.execute(new Sql(
                        "INSERT INTO schema_migrations (number, name, checksum) VALUES ({n:UInt32}, {name:String}, {sum:String})",
                        Map.of("n", i + 1, "name", name, "sum", checksum)));
            }
        }
    }

    private static byte[] migration(String name) throws IOException {
        try (InputStream text = ClickHouseClient.class.getResourceAsStream("ddl/" + name)) {
            if (text == null) {
                throw new AssertionError(name + " is not in the jar");
            }
            return text.readAllBytes();
        }
    }

    private static void createOldTopics(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.EVENTS, 12, (short) 1).configs(FACTS),
                            new NewTopic(Topics.REJECTED, 3, (short) 1).configs(FACTS),
                            new NewTopic(Topics.DEFINITIONS, 1, (short) 1)
                                    .configs(Map.of(
                                            "message.timestamp.type", "LogAppendTime",
                                            "cleanup.policy", "compact",
                                            "max.message.bytes", "8388608"))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void defineWorkspaceAndKeys(String bootstrap) {
        try (KafkaDefinitions definitions = KafkaDefinitions.open(bootstrap, Map.of())) {
            DefinitionAccess access = new DefinitionAccess(definitions);
            access.create(workspace);
            Instant made = workspace.createdAt();
            access.create(ApiKey.of(
                    UpProcess.WRITE_KEY, workspace.id(), ApiKey.Type.WRITE, "Web", Set.of(Scope.EVENTS_WRITE), made));
            access.create(ApiKey.of(
                    UpProcess.SECRET_KEY, workspace.id(), ApiKey.Type.SECRET, "Server", Scope.management(), made));
        }
    }

    /** Ann has three logins, one of them by her browser before it was known whose it is; Ben has two, one sent twice. */
    private void writeEvents(String bootstrap) throws Exception {
        long now = System.currentTimeMillis();
        long day = Duration.ofDays(1).toMillis();
        try (EventWriter writer = EventWriter.open(bootstrap, 1_000_000)) {
            await().atMost(PATIENCE).until(writer::ready);
            write(writer, EventType.TRACK, "m1", "login", null, "browser-1", now - 3 * day, "{\"context\":{}}");
            write(writer, EventType.TRACK, "m2", "login", "ann", null, now - 2 * day, "{\"context\":{}}");
            write(writer, EventType.TRACK, "m3", "login", "ann", null, now - day, "{\"context\":{}}");
            write(writer, EventType.TRACK, "m4", "login", "ann", null, now - 30 * day, "{\"context\":{}}");
            write(
                    writer,
                    EventType.IDENTIFY,
                    "m5",
                    null,
                    "ann",
                    "browser-1",
                    now,
                    "{\"context\":{},\"traits\":{\"plan\":\"pro\"}}");
            write(writer, EventType.TRACK, "m6", "login", "ben", null, now - 2 * day, "{\"context\":{}}");
            write(writer, EventType.TRACK, "m7", "login", "ben", null, now - day, "{\"context\":{}}");
            write(writer, EventType.TRACK, "m7", "login", "ben", null, now - day, "{\"context\":{}}");
            write(writer, EventType.TRACK, "m8", "order", "ben", null, now, "{\"context\":{}}");
        }
    }

    private void write(
            EventWriter writer,
            EventType type,
            String messageId,
            @Nullable String event,
            @Nullable String user,
            @Nullable String anonymous,
            long timestamp,
            String body)
            throws Exception {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        writer.write(
                new EventRecord(
                        workspace.id(),
                        "key_old",
                        "",
                        type,
                        messageId,
                        event,
                        user,
                        anonymous,
                        timestamp,
                        null,
                        0,
                        body.getBytes(StandardCharsets.UTF_8)),
                failure -> written.complete(failure == null));
        assertThat(written.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertThatTopicsAreAsToday(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .containsAll(Topics.all().stream().map(Topics.Spec::name).toList());
            ConfigResource definitions = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEFINITIONS);
            assertThat(admin.describeConfigs(List.of(definitions))
                            .all()
                            .get(30, TimeUnit.SECONDS)
                            .values())
                    .singleElement()
                    .extracting(config -> config.get("segment.ms").value())
                    .isEqualTo("600000");
        }
    }

    /** Newest first. */
    private static List<String> changes(Client client, String segment) throws Exception {
        List<String> changes = new ArrayList<>();
        client.ask("/v1/segments/" + segment + "/changes", "")
                .path("data")
                .forEach(change -> changes.add(change.path("external_id").asText() + " "
                        + change.path("change").asText() + " "
                        + change.path("cause").asText()));
        return changes;
    }
}
