package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.streams.Topics;
import io.millrace.streams.record.Decision;
import io.millrace.streams.record.DecisionsCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What stands in ClickHouse for what was sent to Kafka. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class EventJobIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Services services;
    private LocalFlink flink;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        services = Services.start(folder);
        flink = LocalFlink.start(services.local("flink", 2), services.job("flink"));
        await().atMost(LIMIT).until(() -> flink.health().problem().isEmpty());
    }

    @AfterAll
    void stop() {
        flink.close();
        services.close();
    }

    @Test
    void anEventIsStoredWithItsColumnsAndItsText() {
        long noon = Instant.parse("2021-03-01T12:00:00Z").toEpochMilli();
        services.send(
                Records.record(
                        "ws_columns",
                        "alice",
                        "m1",
                        "purchase",
                        noon,
                        "",
                        """
                {"context":{"ip":"127.0.0.1","os":{"name":"Linux"}},"properties":{"amount":19.90,"gift":false,\
                "items":[{"sku":"a"},2],"note":null,"empty":""},"traits":{"plan":"pro"},"extra":{"kept":1}}"""));
        services.flush();

        await().atMost(LIMIT).until(() -> services.stored("ws_columns") == 1);
        JsonNode row = services.rows(
                        """
                        SELECT event, type, toUnixTimestamp64Milli(timestamp) AS ts, user_id, anonymous_id, message_id,
                               key_id, flags, properties, context, traits, text
                        FROM events
                        WHERE workspace = {workspace:String}
                        """,
                        "ws_columns")
                .get(0);
        assertThat(row.get("event").asText()).isEqualTo("purchase");
        assertThat(row.get("type").asText()).isEqualTo("track");
        assertThat(row.get("ts").asLong()).isEqualTo(noon);
        assertThat(row.get("user_id").asText()).isEqualTo("alice");
        assertThat(row.get("anonymous_id").asText()).isEmpty();
        assertThat(row.get("message_id").asText()).isEqualTo("m1");
        assertThat(row.get("key_id").asText()).isEqualTo("key_1");
        assertThat(row.get("flags")).isEmpty();
        assertThat(row.get("properties").toString())
                .isEqualTo("{\"amount\":\"19.90\",\"gift\":\"false\",\"items\":\"[{\\\"sku\\\":\\\"a\\\"},2]\"}");
        assertThat(row.get("context").toString()).isEqualTo("{\"ip\":\"127.0.0.1\",\"os.name\":\"Linux\"}");
        assertThat(row.get("traits").toString()).isEqualTo("{\"plan\":\"pro\"}");
        assertThat(row.get("text").asText())
                .contains("\"messageId\":\"m1\"", "\"timestamp\":\"2021-03-01T12:00:00.000Z\"", "\"amount\":19.90")
                .endsWith("\"extra\":{\"kept\":1}}");
    }

    @Test
    void copiesAreCountedAndNotStored() {
        services.send(Records.track("ws_copies", "alice", "m1"));
        services.send(Records.track("ws_copies", "alice", "m1"));
        services.send(Records.track("ws_copies", "bob", "m1"));
        services.send(Records.track("ws_copies", "alice", "m2"));
        services.flush();

        await().atMost(LIMIT)
                .until(() -> services.stored("ws_copies") == 3 && services.outcomes("ws_copies", "duplicate") == 1);
        assertThat(services.outcomes("ws_copies", "stored")).isEqualTo(3);
        assertThat(services.counted("ws_copies")).isEqualTo(3);
    }

    @Test
    void whatIsDecidedIsToldToWhoWatches() {
        services.send(Records.track("ws_told", "alice", "m1"));
        services.send(Records.track("ws_told", "alice", "m1"));
        services.flush();
        await().atMost(LIMIT).until(() -> services.outcomes("ws_told", "duplicate") == 1);
        JsonNode row = services.rows(
                        "SELECT partition, offset FROM events WHERE workspace = {workspace:String}", "ws_told")
                .get(0);
        int partition = row.get("partition").asInt();
        long offset = row.get("offset").asLong();

        List<Decision> decisions = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", services.kafka(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(Topics.EVENT_DECISIONS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            await().atMost(LIMIT).untilAsserted(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    decisions.addAll(DecisionsCodec.decode(record.value()));
                }
                assertThat(decisions)
                        .contains(
                                new Decision(partition, offset, Decision.Outcome.STORED, null, ""),
                                new Decision(partition, offset + 1, Decision.Outcome.DUPLICATE, null, ""));
            });
        }
    }

    @Test
    void minutesAreCountedOnTimeAndLate() {
        long longAgo = Instant.parse("2021-03-01T12:00:59.999Z").toEpochMilli();
        services.send(Records.track("ws_minutes", "alice", "m1", "login", longAgo, "import"));
        services.send(Records.track("ws_minutes", "alice", "m2", "login", longAgo + 1, "import"));
        services.send(Records.track("ws_minutes", "bob", "m3", "login", longAgo - 59_999, "import"));
        services.send(Records.track("ws_minutes", "bob", "m4"));
        services.flush();

        await().atMost(LIMIT).until(() -> services.counted("ws_minutes") == 4);
        List<JsonNode> counts = services.rows(
                """
                SELECT event, toUnixTimestamp(minute) AS start, sum(on_time) AS on_time, sum(late) AS late
                FROM event_counts
                WHERE workspace = {workspace:String}
                GROUP BY event, minute
                ORDER BY minute
                """,
                "ws_minutes");
        long noon = Instant.parse("2021-03-01T12:00:00Z").getEpochSecond();
        assertThat(counts).hasSize(3);
        assertThat(counts.get(0).toString())
                .isEqualTo("{\"event\":\"login\",\"start\":" + noon + ",\"on_time\":0,\"late\":2}");
        assertThat(counts.get(1).toString())
                .isEqualTo("{\"event\":\"login\",\"start\":" + (noon + 60) + ",\"on_time\":0,\"late\":1}");
        assertThat(counts.get(2).get("event").asText()).isEqualTo("purchase");
        assertThat(counts.get(2).get("on_time").asLong()).isEqualTo(1);
    }

    @Test
    void whatCannotBeUsedIsKeptWithItsReason() {
        services.send(Records.track("ws_rejected", "alice", "m1", "purchase", -1L, ""));
        services.send(Records.record("ws_rejected", "alice", "m2", "purchase", null, "", "{\"context\":{\"broken\""));
        services.send(Records.rejected("ws_rejected", "m3"));
        services.flush();

        await().atMost(LIMIT).until(() -> services.outcomes("ws_rejected", "rejected") == 3);
        List<JsonNode> rejected = services.rows(
                """
                SELECT message_id, reason, topic, position
                FROM rejected_events
                WHERE workspace = {workspace:String}
                ORDER BY message_id
                """,
                "ws_rejected");
        assertThat(rejected.stream().map(JsonNode::toString))
                .containsExactly(
                        "{\"message_id\":\"m1\",\"reason\":\"timestamp_out_of_range\",\"topic\":\"events\",\"position\":0}",
                        "{\"message_id\":\"m2\",\"reason\":\"unreadable_record\",\"topic\":\"events\",\"position\":0}",
                        "{\"message_id\":\"m3\",\"reason\":\"missing_event\",\"topic\":\"events.rejected\",\"position\":3}");
        assertThat(services.stored("ws_rejected")).isZero();
    }

    @Test
    void recordsOfNobodyAreAccountedFor() {
        long rejectedBefore = services.outcomes("", "rejected");
        services.sendRaw(new byte[] {1}, "no record of ours".getBytes(StandardCharsets.US_ASCII));
        services.sendRaw(new byte[] {1}, new byte[] {1, 3});
        services.flush();

        await().atMost(LIMIT)
                .until(() ->
                        services.outcomes("", "rejected") == rejectedBefore + 1 && services.outcomes("", "other") == 1);
        assertThat(services.number("SELECT count() AS n FROM rejected_events WHERE workspace = {workspace:String}", ""))
                .isEqualTo(rejectedBefore + 1);
    }

    @Test
    void itsLagIsKnownFromKafka() {
        services.send(Records.track("ws_lag", "alice", "m1"));
        services.flush();

        try (EventJobLag lag = new EventJobLag(services.kafka())) {
            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(lag.read(Topics.EVENTS).waiting()).isZero();
                assertThat(lag.read(Topics.EVENTS).passed()).isPositive();
                assertThat(lag.read(Topics.REJECTED).waiting()).isZero();
            });
        }
    }

    @Test
    void anIdleStreamKeepsCommitting() {
        long before = flink.progress().completedCheckpoints();

        await().atMost(LIMIT).until(() -> flink.progress().completedCheckpoints() >= before + 3);
    }
}
