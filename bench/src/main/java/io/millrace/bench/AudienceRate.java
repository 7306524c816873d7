package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.flink.AudienceJob;
import io.millrace.flink.AudienceJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.streams.StreamClock;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** AudienceJob alone over a backlog, once for each number of segments, each on a Kafka and a ClickHouse of its own. */
@Command(
        name = "audience",
        description = "Events per second of AudienceJob over a backlog, by number of segments; bytes of state.")
final class AudienceRate implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_MILLIS = 100;

    @Option(names = "--segments", split = ",", defaultValue = "0,1,20,200", description = "Numbers of segments.")
    private List<Integer> segments = List.of();

    @Option(names = "--events", defaultValue = "1000000", description = "Events of each run.")
    private int events;

    @Option(names = "--contacts", defaultValue = "100000", description = "Contacts that they belong to.")
    private int contacts;

    @Option(names = "--threads", description = "Print the CPU time of each kind of thread.")
    private boolean threads;

    @Option(names = "--warm-up", defaultValue = "200000", description = "Events of a run before all others.")
    private int warmUp;

    @Override
    public Integer call() throws Exception {
        int measured = events;
        events = warmUp;
        Bench.say("warming up:");
        runOnce(20);
        events = measured;
        for (int count : segments) {
            runOnce(count);
        }
        return 0;
    }

    private void runOnce(int count) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-audience-");
        try {
            run(folder, count);
        } finally {
            delete(folder);
        }
    }

    private void run(Path folder, int count) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("kafka")));
                EmbeddedClickHouse server = EmbeddedClickHouse.start(
                        EmbeddedClickHouseConfig.from(Env.system(), folder.resolve("clickhouse")))) {
            ClickHouseClient clickhouse = new ClickHouseClient(server.endpoint());
            new MigrationRunner(clickhouse).migrate();
            TopicAdmin.createMissing(kafka.bootstrap());
            fill(kafka.bootstrap(), count);
            LocalFlinkConfig defaults = LocalFlinkConfig.forAudience(Env.system(), folder.resolve("flink"));
            LocalFlinkConfig local = new LocalFlinkConfig(
                    defaults.dir(),
                    defaults.parallelism(),
                    defaults.managedMemoryMiB(),
                    defaults.networkMemoryMiB(),
                    OptionalInt.of(0));
            Map<String, Double> before = cpuSeconds();
            try (StreamClock clock = StreamClock.start(kafka.bootstrap());
                    LocalFlink flink = LocalFlink.start(
                            local,
                            AudienceJobConfig.from(Env.system(), kafka.bootstrap(), server.endpoint(), local.spill()));
                    Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
                measure(admin, count);
                Map<String, Double> used = cpuSeconds();
                used.replaceAll((thread, seconds) -> seconds - before.getOrDefault(thread, 0.0));
                Bench.say(
                        "  CPU of its tasks: %.1f µs per event",
                        used.entrySet().stream()
                                        .filter(entry -> isTask(entry.getKey()))
                                        .mapToDouble(Map.Entry::getValue)
                                        .sum()
                                * 1e6
                                / events);
                if (threads) {
                    used.forEach((thread, seconds) -> {
                        if (seconds > 0.5) {
                            Bench.say("    %6.1f s %s", seconds, thread);
                        }
                    });
                }
                Bench.say("  state of the contact stage: %,d bytes per contact", stateBytes(flink) / contacts);
                Bench.say("  transitions: %,d", rows(clickhouse, "segment_changes"));
                Bench.say("  rows of contacts: %,d", rows(clickhouse, "contacts"));
            }
        }
    }

    /** Segments first, each with its past; then the events, so that the job finds a backlog. */
    private void fill(String bootstrap, int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", "5", "batch.size", "262144"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<String> rules = AudienceLoad.rules(count);
            for (int i = 0; i < count; i++) {
                String id = AudienceLoad.segment(i);
                long version = define(
                        producer,
                        Definition.Kind.SEGMENT,
                        id,
                        "{\"id\":\"%s\",\"name\":\"%s\",\"type\":\"dynamic\",\"rules\":%s,"
                                        .formatted(id, id, rules.get(i))
                                + "\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T00:00:00Z\"}");
                define(
                        producer,
                        Definition.Kind.BACKFILL,
                        id,
                        "{\"version\":%d,\"state\":\"done\",\"progress\":1}".formatted(version));
            }
            for (int i = 0; i < events; i++) {
                EventRecord event = AudienceLoad.event(i, contacts);
                producer.send(new ProducerRecord<>(
                        Topics.EVENTS, event.person().key(AudienceLoad.WORKSPACE), EventRecordCodec.encode(event)));
            }
        }
    }

    private static long define(KafkaProducer<byte[], byte[]> producer, Definition.Kind kind, String id, String body)
            throws Exception {
        return producer.send(new ProducerRecord<>(
                        Topics.DEFINITIONS,
                        DefinitionRecord.key(new Definition.Key(kind, AudienceLoad.WORKSPACE, id)),
                        DefinitionRecord.live(body)))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    /** From the first checkpoint that holds events to the one that holds all: without the start of the job. */
    private void measure(Admin admin, int count) throws Exception {
        long start = System.nanoTime();
        long first = 0;
        long firstEvents = 0;
        long passed = 0;
        while (passed < events) {
            Thread.sleep(POLL_MILLIS);
            passed = Math.min(events, passed(admin));
            long now = System.nanoTime();
            if (passed > 0 && first == 0) {
                first = now;
                firstEvents = passed;
            }
            if (now - start > TimeUnit.MINUTES.toNanos(20)) {
                throw new IOException("only " + passed + " of " + events + " events within 20 minutes");
            }
        }
        long end = System.nanoTime();
        Bench.say(
                "%d segments: %,.0f events/s over %,d events of %,d contacts (%.1f s with the start; load average %.1f)",
                count,
                (events - firstEvents) / ((end - first) / 1e9),
                events,
                contacts,
                (end - start) / 1e9,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Records of topic events below the committed offsets; ticks come after all events. */
    private static long passed(Admin admin) throws Exception {
        long sum = 0;
        for (var entry : admin.listConsumerGroupOffsets(AudienceJob.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .entrySet()) {
            if (entry.getKey().topic().equals(Topics.EVENTS) && entry.getValue() != null) {
                sum += entry.getValue().offset();
            }
        }
        return sum;
    }

    private static long stateBytes(LocalFlink flink) throws Exception {
        String rest = flink.webAddress();
        String job = get(rest + "/jobs").path("jobs").get(0).path("id").asText();
        String contactStage = "";
        for (JsonNode vertex : get(rest + "/jobs/" + job).path("vertices")) {
            if (vertex.path("name").asText().startsWith("contacts")) {
                contactStage = vertex.path("id").asText();
            }
        }
        String checkpoint = get(rest + "/jobs/" + job + "/checkpoints")
                .path("latest")
                .path("completed")
                .path("id")
                .asText();
        return get(rest + "/jobs/" + job + "/checkpoints/details/" + checkpoint)
                .path("tasks")
                .path(contactStage)
                .path("state_size")
                .asLong();
    }

    private static JsonNode get(String address) throws IOException {
        return JSON.readTree(URI.create(address).toURL());
    }

    private static long rows(ClickHouseClient clickhouse, String table) {
        return clickhouse
                .rows(new Sql("SELECT count() AS n FROM " + table, Map.of()))
                .get(0)
                .path("n")
                .asLong();
    }

    private static boolean isTask(String thread) {
        return thread.contains("(#/#)");
    }

    private static Map<String, Double> cpuSeconds() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        Map<String, Double> seconds = new TreeMap<>();
        for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds())) {
            if (thread != null) {
                seconds.merge(
                        thread.getThreadName().replaceAll("\\d+", "#"),
                        bean.getThreadCpuTime(thread.getThreadId()) / 1e9,
                        Double::sum);
            }
        }
        return seconds;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
