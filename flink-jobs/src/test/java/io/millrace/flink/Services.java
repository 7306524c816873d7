package io.millrace.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.flink.sink.BlockLimits;
import io.millrace.flink.sink.SpillFolder;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka and a ClickHouse of a test class's own, since a job that starts anew reads the whole topic: shared with other
 * classes it would store their events again. Every test takes a workspace of its own.
 */
final class Services implements AutoCloseable {

    private final Path folder;
    private final String kafka;
    private final Runnable stopKafka;
    private final EmbeddedClickHouse server;
    private final ClickHouseClient clickhouse;
    private final KafkaProducer<byte[], byte[]> producer;

    static Services start(Path folder) {
        EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("kafka")));
        return new Services(folder, kafka.bootstrap(), kafka::close);
    }

    /** With a broker of the caller's. */
    static Services with(Path folder, String kafka) {
        return new Services(folder, kafka, () -> {});
    }

    private Services(Path folder, String kafka, Runnable stopKafka) {
        this.folder = folder;
        this.kafka = kafka;
        this.stopKafka = stopKafka;
        TopicAdmin.createMissing(kafka);
        this.server =
                EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), folder.resolve("clickhouse")));
        this.clickhouse = new ClickHouseClient(server.endpoint());
        new MigrationRunner(clickhouse).migrate();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", "5", "batch.size", "262144"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String kafka() {
        return kafka;
    }

    EmbeddedClickHouse server() {
        return server;
    }

    /** Short checkpoints and small blocks, some of them in files. */
    EventJobConfig job(String name) {
        Env env = new Env(Map.of("MILLRACE_CHECKPOINT_INTERVAL_MS", "300"));
        return withBlocks(job(env, name), new BlockLimits(2_000, 16 << 20, 4 * 1024));
    }

    /** As the environment says. */
    EventJobConfig defaultJob(String name) {
        return job(Env.system(), name);
    }

    private EventJobConfig job(Env env, String name) {
        return EventJobConfig.from(env, kafka, server.endpoint(), local(name, 2).spill());
    }

    private static EventJobConfig withBlocks(EventJobConfig job, BlockLimits blocks) {
        return new EventJobConfig(
                job.kafkaBootstrap(),
                job.clickhouse(),
                new SpillFolder(job.spill().uri()),
                job.dedupe(),
                job.allowedLateness(),
                blocks,
                job.checkpointInterval(),
                job.retainedCheckpoints());
    }

    LocalFlinkConfig local(String name, int parallelism) {
        return new LocalFlinkConfig(folder.resolve(name), parallelism, 128, 32, OptionalInt.empty());
    }

    void send(EventRecord record) {
        byte[] key = record.person().key(record.workspace());
        producer.send(new ProducerRecord<>(Topics.EVENTS, key, EventRecordCodec.encode(record)));
    }

    void send(RejectedRecord record) {
        producer.send(new ProducerRecord<>(Topics.REJECTED, RejectedRecordCodec.encode(record)));
    }

    void sendRaw(byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, key, value));
    }

    void flush() {
        producer.flush();
    }

    long number(String select, String workspace) {
        return rows(select, workspace).get(0).elements().next().asLong();
    }

    List<JsonNode> rows(String select, String workspace) {
        return clickhouse.rows(new Sql(select, Map.of("workspace", workspace)));
    }

    long stored(String workspace) {
        return number("SELECT count() AS n FROM events WHERE workspace = {workspace:String}", workspace);
    }

    /** How many places of records stand in the table, each once, by which nothing can be doubled unseen. */
    long places(String workspace) {
        return number(
                "SELECT uniqExact(partition, offset) AS n FROM events WHERE workspace = {workspace:String}", workspace);
    }

    long counted(String workspace) {
        return number(
                "SELECT sum(on_time + late) AS n FROM event_counts WHERE workspace = {workspace:String}", workspace);
    }

    /** How many minutes of an event's name and type have another count than there are stored events. */
    long miscounted(String workspace) {
        return number(
                """
                SELECT countIf(counted != stored) AS n
                FROM
                (
                  SELECT event, type, minute, sum(counted) AS counted, sum(stored) AS stored
                  FROM
                  (
                    SELECT event, type, minute, on_time + late AS counted, 0 AS stored
                    FROM event_counts
                    WHERE workspace = {workspace:String}
                    UNION ALL
                    SELECT event, type, toStartOfMinute(toDateTime(timestamp, 'UTC')) AS minute, 0 AS counted, 1 AS stored
                    FROM events
                    WHERE workspace = {workspace:String}
                  )
                  GROUP BY event, type, minute
                )
                """,
                workspace);
    }

    long outcomes(String workspace, String outcome) {
        return clickhouse
                .rows(new Sql(
                        """
                        SELECT sum(n) AS n
                        FROM ingest_outcomes
                        WHERE workspace = {workspace:String}
                          AND outcome = {outcome:String}
                        """,
                        Map.of("workspace", workspace, "outcome", outcome)))
                .get(0)
                .get("n")
                .asLong();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        clickhouse.close();
        server.close();
        stopKafka.run();
    }
}
