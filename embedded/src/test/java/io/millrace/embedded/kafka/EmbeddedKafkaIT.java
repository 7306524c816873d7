package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @Test
    void isTheSameClusterOnAnotherPort(@TempDir Path folder) throws Exception {
        String clusterId;
        int firstPort;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            Broker broker = new Broker(kafka.bootstrap());
            broker.createTopic();
            broker.send(List.of("a", "b", "c"));
            clusterId = broker.clusterId();
            firstPort = port(kafka);
        }
        try (ServerSocket taken = new ServerSocket(firstPort, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            Broker broker = new Broker(kafka.bootstrap());
            broker.send(List.of("d"));

            assertThat(port(kafka)).isNotEqualTo(taken.getLocalPort());
            assertThat(broker.clusterId()).isEqualTo(clusterId);
            assertThat(broker.readAll()).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void severalRunInOneProcess(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder.resolve("one")));
                EmbeddedKafka two =
                        EmbeddedKafka.start(new EmbeddedKafkaConfig(folder.resolve("two"), 0, /* fsync= */ true))) {
            Broker first = new Broker(one.bootstrap());
            Broker second = new Broker(two.bootstrap());
            first.createTopic();
            second.createTopic();
            first.send(List.of("one"));
            second.send(List.of("two"));

            assertThat(first.readAll()).containsExactly("one");
            assertThat(second.readAll()).containsExactly("two");
        }
    }

    @Test
    void aKilledBrokerKeepsWhatItAcknowledged(@TempDir Path folder) throws Exception {
        List<String> letters =
                IntStream.range(0, 10_000).mapToObj(i -> "letter " + i).toList();
        try (KafkaProcess process = KafkaProcess.start(folder.resolve("kafka"), 0);
                KafkaHealth health = KafkaHealth.of(process.bootstrap())) {
            Broker broker = new Broker(process.bootstrap());
            broker.createTopic();
            broker.send(letters);

            process.kill();
            awaitProblem(health, true);
            assertThat(health.problem()).contains("Kafka at " + process.bootstrap() + " does not answer");

            process.restart();
            awaitProblem(health, false);
            assertThat(broker.readAll()).isEqualTo(letters);
        }
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            EmbeddedKafkaConfig config = new EmbeddedKafkaConfig(folder, taken.getLocalPort(), false);

            assertThatThrownBy(() -> EmbeddedKafka.start(config))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessage("Kafka's port " + taken.getLocalPort() + " is taken by another program");
        }
    }

    @Test
    void aFolderOfANewerKafkaIsRefused(@TempDir Path folder) throws Exception {
        new BrokerStorage(folder).prepare();
        short unknown = 999;
        FeatureLevelRecord level =
                new FeatureLevelRecord().setName(MetadataVersion.FEATURE_NAME).setFeatureLevel(unknown);
        new BootstrapDirectory(folder.toString())
                .writeBinaryFile(
                        BootstrapMetadata.fromRecords(List.of(new ApiMessageAndVersion(level, (short) 0)), "test"));

        assertThatThrownBy(() -> EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder)))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("it was probably written by a newer one");
    }

    @Test
    void aFirstStartThatEndedHalfWayIsDoneAgain(@TempDir Path folder) throws Exception {
        new BrokerStorage(folder).prepare();
        Files.delete(folder.resolve("meta.properties"));

        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder))) {
            new Broker(kafka.bootstrap()).createTopic();
        }
    }

    private static void awaitProblem(KafkaHealth health, boolean expected) {
        await().atMost(Duration.ofSeconds(30)).until(() -> health.problem().isPresent() == expected);
    }

    private static int port(EmbeddedKafka kafka) {
        String bootstrap = kafka.bootstrap();
        return Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
    }
}
