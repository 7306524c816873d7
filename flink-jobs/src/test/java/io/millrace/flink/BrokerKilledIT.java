package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.embedded.kafka.KafkaProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker as a process of its own, killed under load. */
class BrokerKilledIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void theBrokerMayBeKilled(@TempDir Path folder) throws Exception {
        try (KafkaProcess broker = KafkaProcess.start(folder.resolve("broker"), 0);
                Services services = Services.with(folder, broker.bootstrap());
                LocalFlink flink = LocalFlink.start(services.local("flink", 2), services.job("flink"));
                Load load = new Load(services, "ws_broker")) {
            for (int kill = 1; kill <= 2; kill++) {
                long storedBefore = services.stored("ws_broker");
                await().atMost(LIMIT).until(() -> services.stored("ws_broker") > storedBefore + 4_000);
                broker.kill();
                broker.restart();
            }
            load.stop();
            load.assertAllStoredOnce();
            assertThat(flink.progress().failure()).isNull();
        }
    }
}
