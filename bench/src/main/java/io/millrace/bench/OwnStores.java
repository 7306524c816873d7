package io.millrace.bench;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.streams.TopicAdmin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka and a ClickHouse for one part by itself, with all topics and tables, in a folder that is gone with them. */
final class OwnStores implements AutoCloseable {

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final EmbeddedClickHouse server;
    private final ClickHouseClient clickhouse;

    private OwnStores(Path folder, EmbeddedKafka kafka, EmbeddedClickHouse server) {
        this.folder = folder;
        this.kafka = kafka;
        this.server = server;
        this.clickhouse = new ClickHouseClient(server.endpoint());
    }

    static OwnStores start() throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-part-");
        EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("kafka")));
        try {
            return new OwnStores(
                            folder,
                            kafka,
                            EmbeddedClickHouse.start(
                                    EmbeddedClickHouseConfig.from(Env.system(), folder.resolve("clickhouse"))))
                    .filled();
        } catch (Exception e) {
            kafka.close();
            throw e;
        }
    }

    private OwnStores filled() {
        try {
            new MigrationRunner(clickhouse).migrate();
            TopicAdmin.createMissing(kafka.bootstrap());
            return this;
        } catch (RuntimeException e) {
            clickhouse.close();
            server.close();
            throw e;
        }
    }

    /** For who is measured. */
    Path folder() {
        return folder;
    }

    String kafka() {
        return kafka.bootstrap();
    }

    ClickHouseEndpoint clickhouse() {
        return server.endpoint();
    }

    long rows(String table) {
        return clickhouse
                .rows(new Sql("SELECT count() AS n FROM " + table, Map.of()))
                .get(0)
                .path("n")
                .asLong();
    }

    /** Writes much at once. */
    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "linger.ms", "5", "batch.size", "262144"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void close() throws Exception {
        clickhouse.close();
        server.close();
        kafka.close();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
