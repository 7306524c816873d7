package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of an instance without accidents. */
@Timeout(180)
class UpIT {

    private static final String EVENT = "{\"userId\":\"ada\",\"event\":\"Hello\",\"messageId\":\"hello-1\"}";
    private static final String HELLOS = "SELECT count() FROM events WHERE event = 'Hello' AND user_id = 'ada'";

    @Test
    void itsDataAndKeysAreThereAgainAfterAStop(@TempDir Path data) throws Exception {
        Map<String, String> madeUpKeys = Map.of("MILLRACE_WRITE_KEY", "", "MILLRACE_SECRET_KEY", "");
        String writeKey;
        String secretKey;
        try (UpProcess up = UpProcess.start(data, madeUpKeys)) {
            writeKey = up.shown("MILLRACE_WRITE_KEY").orElseThrow();
            secretKey = up.shown("MILLRACE_SECRET_KEY").orElseThrow();
            assertThat(up.shown("MILLRACE_ADMIN_KEY"))
                    .hasValueSatisfying(key -> assertThat(key).startsWith("mr_ad_"));
            Client client = up.client(secretKey, writeKey);
            assertThat(client.health(up.place("ingest_url"))).isEqualTo(200);
            assertThat(client.health(up.place("api_url"))).isEqualTo(200);

            assertThat(client.send("/v1/track", EVENT)).isEqualTo(200);
            await().atMost(Duration.ofSeconds(3)).until(() -> client.number(HELLOS) == 1);

            assertThat(client.send("/v1/track", EVENT)).isEqualTo(200);
            assertThat(client.send("/v1/track", EVENT.replace("Hello", "After").replace("hello-1", "after-1")))
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> client.number("SELECT count() FROM events WHERE event = 'After'") == 1);
            assertThat(client.number(HELLOS)).isEqualTo(1);

            List<ProcessHandle> children = up.children();
            assertThat(children).isNotEmpty();
            long begin = System.nanoTime();
            assertThat(up.terminate()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(data.resolve("run.json")).doesNotExist();
        }
        try (UpProcess up = UpProcess.start(data, madeUpKeys)) {
            Client client = up.client(secretKey, writeKey);
            assertThat(String.join("\n", up.output())).doesNotContain(writeKey, secretKey);
            assertThat(client.number(HELLOS)).isEqualTo(1);

            assertThat(client.send("/v1/track", EVENT)).isEqualTo(200);
            assertThat(client.send("/v1/track", EVENT.replace("Hello", "Again").replace("hello-1", "again-1")))
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> client.number("SELECT count() FROM events WHERE event = 'Again'") == 1);
            assertThat(client.number(HELLOS)).isEqualTo(1);
            up.terminate();
        }
        assertThat(Files.readString(data.resolve("logs/millrace.log"))).doesNotContain(writeKey, secretKey);
    }
}
