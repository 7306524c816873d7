package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.streams.StreamClock;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * AudienceJob is killed under load, again and again, and comes back at another parallelism, while contacts run through a
 * series with a delay and through a campaign whose sends share a rate: every message stands once in topic sends and once
 * in ClickHouse, and every step of every run once.
 */
class CampaignExactlyOnceIT {

    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final String WORKSPACE = "ws_campaigns";
    private static final int USERS = 900;
    private static final int ROUNDS = 3;

    private static final String SERIES =
            """
            "nodes":[{"id":"t","type":"trigger","on":"event","event":"signup"},
              {"id":"hello","type":"send","channel":"email","subject":"Hello","content":"<p>Hello</p>"},
              {"id":"pause","type":"delay","duration":"2s"},
              {"id":"bye","type":"send","channel":"email","subject":"Bye","content":"<p>Bye</p>"}],
            "edges":[{"from":"t","to":"hello"},{"from":"hello","to":"pause"},{"from":"pause","to":"bye"}],
            "settings":{}""";

    private static final String PACED =
            """
            "nodes":[{"id":"t","type":"trigger","on":"event","event":"signup"},
              {"id":"ping","type":"send","channel":"onsite","content":"<p>Hi</p>"}],
            "edges":[{"from":"t","to":"ping"}],
            "settings":{"send_rate":{"max":120,"per":"1s"}}""";

    /** Every other has no address. */
    private static boolean hasAddress(int user) {
        return user % 2 == 0;
    }

    @Test
    void everyMessageAndEveryStepStandsOnceWhateverIsKilled(@TempDir Path folder) throws Exception {
        try (Services services = Services.start(folder);
                StreamClock clock = StreamClock.start(services.kafka())) {
            define(services.kafka());
            for (int round = 0; round < ROUNDS; round++) {
                try (AudienceProcess process = AudienceProcess.start(
                        services.kafka(), services.server().endpoint(), folder.resolve("job"), 1 + round % 2)) {
                    long before = committed(services);
                    send(services, round);
                    await().atMost(LIMIT).until(() -> committed(services) > before + 250);
                    process.kill();
                }
            }
            try (AudienceProcess last =
                    AudienceProcess.start(services.kafka(), services.server().endpoint(), folder.resolve("job"), 2)) {
                await().atMost(LIMIT).until(() -> ended(services) >= 2 * USERS);
                // What would be there twice comes with a checkpoint, of which some pass meanwhile.
                long reached = committed(services);
                await().atMost(LIMIT).until(() -> committed(services) > reached + 100);
                assertAllOnce(services);
            }
        }
    }

    private static void define(String kafka) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            define(producer, "series", SERIES);
            define(producer, "paced", PACED);
        }
    }

    private static void define(KafkaProducer<byte[], byte[]> producer, String campaign, String content)
            throws Exception {
        String written = "\"created_at\":\"2026-03-02T12:00:00Z\"";
        define(
                producer,
                Definition.Kind.CAMPAIGN_VERSION,
                campaign + "#1",
                "{\"campaign\":\"%s\",\"number\":1,%s,%s}".formatted(campaign, written, content));
        define(
                producer,
                Definition.Kind.CAMPAIGN,
                campaign,
                ("{\"id\":\"%s\",\"name\":\"The %s\",\"status\":\"active\",\"version\":1,\"activation\":1,"
                                + "\"enroll_existing\":false,%s,\"updated_at\":\"2026-03-02T12:00:00Z\"}")
                        .formatted(campaign, campaign, written));
    }

    private static void define(KafkaProducer<byte[], byte[]> producer, Definition.Kind kind, String id, String body)
            throws Exception {
        producer.send(new ProducerRecord<>(
                        Topics.DEFINITIONS,
                        DefinitionRecord.key(new Definition.Key(kind, WORKSPACE, id)),
                        DefinitionRecord.live(body)))
                .get(30, TimeUnit.SECONDS);
    }

    /** A third of the users, each named and then signed up, every tenth of them twice. */
    private static void send(Services services, int round) {
        for (int user = round; user < USERS; user += ROUNDS) {
            String traits = hasAddress(user) ? "{\"email\":\"user-%d@example.com\"}".formatted(user) : "{}";
            services.send(event(EventType.IDENTIFY, "", user, "{\"context\":{},\"traits\":" + traits + "}"));
            EventRecord signup = event(
                    EventType.TRACK,
                    "signup",
                    user,
                    "{\"context\":{},\"properties\":{\"plan\":\"p%d\"}}".formatted(user));
            services.send(signup);
            if (user % 10 == 0) {
                services.send(signup);
            }
        }
        services.flush();
    }

    private static EventRecord event(EventType type, String name, int user, String rest) {
        return new EventRecord(
                WORKSPACE,
                "key_1",
                "",
                type,
                type + "-" + user,
                name,
                "user-" + user,
                null,
                null,
                null,
                0,
                rest.getBytes(StandardCharsets.UTF_8));
    }

    private static long committed(Services services) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.kafka()))) {
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

    private static long ended(Services services) {
        return services.number(
                "SELECT countIf(step = 'exited') AS n FROM enrollment_steps WHERE workspace = {workspace:String}",
                WORKSPACE);
    }

    private static void assertAllOnce(Services services) {
        Map<String, String> messages = new TreeMap<>();
        for (int user = 0; user < USERS; user++) {
            String contact = ContactId.of(WORKSPACE, new Person(Person.Kind.USER, "user-" + user))
                    .toString();
            String mail = hasAddress(user) ? "granted" : "skipped no_address";
            messages.put(contact + " series hello", mail);
            messages.put(contact + " series bye", mail);
            messages.put(contact + " paced ping", "granted");
        }
        List<SendRecord> sends = sends(services.kafka());
        assertThat(inKafka(sends)).isEqualTo(messages);
        assertThat(inClickHouse(services)).isEqualTo(messages);
        assertThat(services
                        .rows(
                                "SELECT DISTINCT send_id FROM messages WHERE workspace = {workspace:String} ORDER BY send_id",
                                WORKSPACE)
                        .stream()
                        .map(row -> row.get("send_id").asText())
                        .toList())
                .containsExactlyElementsOf(
                        new TreeSet<>(sends.stream().map(SendRecord::sendId).toList()));
        assertSaysAll(sends);
        assertStepsOnce(services);
        assertAtTheRate(services);
    }

    private static Map<String, String> inKafka(List<SendRecord> sends) {
        Map<String, String> found = new TreeMap<>();
        for (SendRecord send : sends) {
            found.merge(
                    send.recipient().contact() + " " + send.origin().campaign() + " "
                            + send.origin().node(),
                    send.skipped() == null ? "granted" : "skipped " + send.skipped(),
                    (one, other) -> one + ", " + other);
        }
        return found;
    }

    private static void assertSaysAll(List<SendRecord> sends) {
        SendRecord hello = sends.stream()
                .filter(send -> send.recipient().person().id().equals("user-42")
                        && send.origin().node().equals("hello"))
                .findFirst()
                .orElseThrow();
        assertThat(hello.origin().campaignName()).isEqualTo("The series");
        assertThat(hello.origin().version()).isEqualTo(1);
        assertThat(hello.message())
                .isEqualTo(new SendRecord.Message(
                        Channel.EMAIL, null, "Hello", "<p>Hello</p>", null, null, false, null, true));
        assertThat(hello.recipient().traits()).isEqualTo("{\"email\":\"user-42@example.com\"}");
        assertThat(hello.event()).isEqualTo("{\"plan\":\"p42\"}");
    }

    private static Map<String, String> inClickHouse(Services services) {
        Map<String, String> found = new TreeMap<>();
        for (JsonNode row : services.rows(
                """
                SELECT toString(contact) AS contact, campaign, node,
                  arrayStringConcat(groupArray(trim(BOTH ' ' FROM concat(outcome, ' ', reason))), ', ') AS outcomes
                FROM messages
                WHERE workspace = {workspace:String}
                GROUP BY contact, campaign, node
                """,
                WORKSPACE)) {
            ContactId contact = ContactId.ofNumber(
                    new java.math.BigInteger(row.get("contact").asText()));
            found.put(
                    contact + " " + row.get("campaign").asText() + " "
                            + row.get("node").asText(),
                    row.get("outcomes").asText());
        }
        return found;
    }

    private static void assertStepsOnce(Services services) {
        List<String> steps = new ArrayList<>();
        services.rows(
                        """
                        SELECT campaign, step, node, from_node, count() AS times, uniqExact(run) AS runs,
                          uniqExact(contact) AS contacts
                        FROM enrollment_steps
                        WHERE workspace = {workspace:String}
                        GROUP BY campaign, step, node, from_node
                        ORDER BY campaign, step, node
                        """,
                        WORKSPACE)
                .forEach(row -> steps.add("%s %s %s<%s %d %d %d"
                        .formatted(
                                row.get("campaign").asText(),
                                row.get("step").asText(),
                                row.get("node").asText(),
                                row.get("from_node").asText(),
                                row.get("times").asInt(),
                                row.get("runs").asInt(),
                                row.get("contacts").asInt())));
        String all = " %d %d %d".formatted(USERS, USERS, USERS);
        String half = " %d %d %d".formatted(USERS / 2, USERS / 2, USERS / 2);
        assertThat(steps)
                .containsExactly(
                        "paced entered t<" + all,
                        "paced exited ping<" + all,
                        "paced reached ping<t" + all,
                        "paced reached t<" + all,
                        "paced sent ping<" + all,
                        "series entered t<" + all,
                        "series exited bye<" + all,
                        "series reached bye<pause" + all,
                        "series reached hello<t" + all,
                        "series reached pause<hello" + all,
                        "series reached t<" + all,
                        "series sent bye<" + half,
                        "series sent hello<" + half,
                        "series skipped bye<" + half,
                        "series skipped hello<" + half);
    }

    /** What is granted in a second may be told contacts at one instant: of those there may be twice as many. */
    private static void assertAtTheRate(Services services) {
        assertThat(services.number(
                        """
                        SELECT uniqExact(toStartOfSecond(at)) AS n
                        FROM messages
                        WHERE workspace = {workspace:String} AND campaign = 'paced'
                        """,
                        WORKSPACE))
                .isGreaterThanOrEqualTo(3);
    }

    private static List<SendRecord> sends(String bootstrap) {
        List<SendRecord> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SENDS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    try {
                        found.add(SendRecordCodec.decode(record.value()));
                    } catch (UnreadableRecordException e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }
        return found;
    }
}
