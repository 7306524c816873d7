package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.streams.StreamClock;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * AudienceJob is killed under load, again and again, and comes back at another parallelism: every transition stands once
 * in Kafka and once in ClickHouse, and anonymous pasts have moved to whom they belong, whole.
 */
class AudienceExactlyOnceIT {

    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final String WORKSPACE = "ws_audience";
    private static final int USERS = 1_500;
    private static final String RULES =
            "{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":3,\"window\":\"7d\"}";

    /** Every fifth begins without being known: two logins are those of the anonymous id, which the third call links. */
    private static boolean beginsAnonymous(int user) {
        return user % 5 == 0;
    }

    @Test
    void everyTransitionStandsOnceWhateverIsKilled(@TempDir Path folder) throws Exception {
        try (Services services = Services.start(folder);
                StreamClock clock = StreamClock.start(services.kafka())) {
            defineActive(services.kafka());
            for (int round = 0; round < 3; round++) {
                try (AudienceProcess process = AudienceProcess.start(
                        services.kafka(), services.server().endpoint(), folder.resolve("job"), 1 + round % 2)) {
                    long before = committed(services);
                    send(services, round);
                    await().atMost(LIMIT).until(() -> committed(services) > before + 300);
                    process.kill();
                }
            }
            try (AudienceProcess last =
                    AudienceProcess.start(services.kafka(), services.server().endpoint(), folder.resolve("job"), 2)) {
                await().atMost(LIMIT).until(() -> transitions(services) >= USERS);
                // What would be there twice comes with a checkpoint, of which some pass meanwhile.
                long reached = committed(services);
                await().atMost(LIMIT).until(() -> committed(services) > reached + 100);
                assertAllOnce(services);
            }
        }
    }

    private static void defineActive(String kafka) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            long version = define(
                    producer,
                    Definition.Kind.SEGMENT,
                    "{\"id\":\"active\",\"name\":\"Active\",\"type\":\"dynamic\",\"rules\":" + RULES
                            + ",\"created_at\":\"2026-03-02T12:00:00Z\",\"updated_at\":\"2026-03-02T12:00:00Z\"}");
            define(
                    producer,
                    Definition.Kind.BACKFILL,
                    "{\"version\":%d,\"state\":\"done\",\"progress\":1}".formatted(version));
        }
    }

    private static long define(KafkaProducer<byte[], byte[]> producer, Definition.Kind kind, String body)
            throws Exception {
        return producer.send(new ProducerRecord<>(
                        Topics.DEFINITIONS,
                        DefinitionRecord.key(new Definition.Key(kind, WORKSPACE, "active")),
                        DefinitionRecord.live(body)))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    /** Each user's login of a round, every tenth of them twice. */
    private static void send(Services services, int round) {
        for (int user = 0; user < USERS; user++) {
            boolean anonymous = beginsAnonymous(user);
            EventRecord login = login(
                    "login-" + user + "-" + round,
                    anonymous && round < 2 ? null : "user-" + user,
                    anonymous ? "anonymous-" + user : null);
            services.send(login);
            if (user % 10 == 0) {
                services.send(login);
            }
        }
        services.flush();
    }

    private static EventRecord login(String messageId, @Nullable String user, @Nullable String anonymous) {
        return new EventRecord(
                WORKSPACE,
                "key_1",
                "",
                EventType.TRACK,
                messageId,
                "login",
                user,
                anonymous,
                null,
                null,
                0,
                "{\"context\":{},\"properties\":{}}".getBytes(StandardCharsets.UTF_8));
    }

    private static long committed(Services services) throws Exception {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(Map.of("bootstrap.servers", services.kafka()))) {
            return admin
                    .listConsumerGroupOffsets(AudienceJob.GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(Topics.EVENTS))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        }
    }

    private static long transitions(Services services) {
        return services.number(
                "SELECT count() AS n FROM segment_changes WHERE workspace = {workspace:String}", WORKSPACE);
    }

    private static void assertAllOnce(Services services) {
        Map<String, String> expected = new TreeMap<>();
        for (int user = 0; user < USERS; user++) {
            Person person = new Person(Person.Kind.USER, "user-" + user);
            expected.put(
                    ContactId.of(WORKSPACE, person).toString(),
                    "entered " + (beginsAnonymous(user) ? "merge" : "event"));
        }
        Map<String, String> inClickHouse = new TreeMap<>();
        for (JsonNode row : services.rows(
                """
                SELECT toString(contact) AS contact, groupArray(concat(change, ' ', cause)) AS changes
                FROM segment_changes
                WHERE workspace = {workspace:String}
                GROUP BY contact
                """,
                WORKSPACE)) {
            List<String> changes = new ArrayList<>();
            row.get("changes").forEach(change -> changes.add(change.asText()));
            inClickHouse.put(
                    ContactId.ofNumber(
                                    new java.math.BigInteger(row.get("contact").asText()))
                            .toString(),
                    String.join(", ", changes));
        }
        assertThat(inClickHouse).isEqualTo(expected);
        assertThat(inKafka(services.kafka())).isEqualTo(expected);
        assertThat(services.number(
                        """
                        SELECT countIf(is_member = 1) AS n
                        FROM segment_members FINAL
                        WHERE workspace = {workspace:String}
                        """,
                        WORKSPACE))
                .isEqualTo(USERS);
        assertThat(services.number(
                        "SELECT countIf(gone = 0) AS n FROM contacts FINAL WHERE workspace = {workspace:String}",
                        WORKSPACE))
                .isEqualTo(USERS);
        assertThat(services.number(
                        """
                        SELECT countIf(gone = 1 AND merged_into != 0) AS n
                        FROM contacts FINAL
                        WHERE workspace = {workspace:String}
                        """,
                        WORKSPACE))
                .isEqualTo(USERS / 5);
    }

    /** Committed transitions by contact. */
    private static Map<String, String> inKafka(String bootstrap) {
        Map<String, String> found = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SEGMENT_CHANGES).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    try {
                        SegmentChange change = SegmentChangeCodec.decode(record.value());
                        found.merge(
                                change.contact().toString(),
                                (change.entered() ? "entered " : "exited ") + change.cause(),
                                (one, other) -> one + ", " + other);
                    } catch (io.millrace.streams.record.UnreadableRecordException e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }
        return new TreeMap<>(found);
    }
}
