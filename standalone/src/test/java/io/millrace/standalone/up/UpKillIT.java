package io.millrace.standalone.up;

import static io.millrace.standalone.up.Counting.assertStoredOnce;
import static io.millrace.standalone.up.Counting.awaitMore;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.kafka.KafkaProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is killed while events come in, each acknowledged event is stored once. */
@Timeout(240)
class UpKillIT {

    private static final int BEFORE = 2_000;

    @Test
    void theWholeProcess(@TempDir Path data) throws Exception {
        UpProcess killed = UpProcess.start(data, Map.of());
        try (killed;
                Load load = Load.start(killed.client())) {
            awaitMore(load, BEFORE);
            killed.kill();
            try (UpProcess again = UpProcess.start(data, Map.of())) {
                load.turnTo(again.client());
                awaitMore(load, BEFORE);
                assertStoredOnce(again.client(), load.finish());
                assertThat(again.terminate()).isZero();
            }
        }
    }

    @Test
    void clickhouse(@TempDir Path data) throws Exception {
        try (UpProcess up = UpProcess.start(data, Map.of());
                Load load = Load.start(up.client())) {
            awaitMore(load, BEFORE);
            ProcessHandle clickhouse = up.children().get(0);
            clickhouse.destroyForcibly();
            awaitMore(load, BEFORE);
            assertStoredOnce(up.client(), load.finish());
            assertThat(clickhouse.isAlive()).isFalse();
            assertThat(up.terminate()).isZero();
        }
    }

    @Test
    void theBroker(@TempDir Path data, @TempDir Path brokerData) throws Exception {
        try (KafkaProcess broker = KafkaProcess.start(brokerData.resolve("kafka"), 0);
                UpProcess up = UpProcess.start(data, Map.of("MILLRACE_KAFKA", broker.bootstrap()));
                Load load = Load.start(up.client())) {
            awaitMore(load, BEFORE);
            broker.kill();
            broker.restart();
            awaitMore(load, BEFORE);
            assertStoredOnce(up.client(), load.finish());
            assertThat(up.terminate()).isZero();
        }
    }
}
