package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.definition.Scope;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.ingest.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens when there is too much of something, and how it is counted. */
class LimitsTest {

    private static final String EVENT = "{\"userId\":\"u\"}";
    private static final String THREE =
            "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"},{\"type\":\"page\"},{\"type\":\"page\",\"userId\":\"u\"}]}";

    @Test
    void aRateLimitTakesAllOrNothing() throws Exception {
        try (TestDoor door = TestDoor.with(Map.of("MILLRACE_INGEST_EVENTS_PER_SECOND", "4"))) {
            assertThat(door.postAuthorized("/v1/batch", THREE).status()).isEqualTo(200);
            Answer refused = door.postAuthorized("/v1/batch", THREE);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(refused.text()).startsWith("{\"success\":false,\"code\":\"rate_limited\"");
            assertThat(door.producer.history()).hasSize(3);
            assertThat(door.counted("received")).isEqualTo(6);
            assertThat(door.counted("accepted")).isEqualTo(3);
            assertThat(door.counted("refused")).isEqualTo(3);
            assertThat(door.counted("rejected")).isEqualTo(1);
        }
    }

    @Test
    void aRequestLargerThanTheRateStillPassesOnce() {
        RateLimits limits = new RateLimits(10);

        assertThat(limits.take("key", 500)).isZero();
        assertThat(limits.take("key", 500)).isEqualTo(1);
        assertThat(limits.take("other", 10)).isZero();
    }

    @Test
    void aSlowBrokerHoldsNoThreadAndIsAnsweredForInTime() throws Exception {
        int clients = 100;
        try (TestDoor door = TestDoor.withSlowBroker(Map.of())) {
            List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                RawClient client = door.connect();
                client.request("POST", "/v1/page", EVENT.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
                waiting.add(client);
            }
            long sentNanos = System.nanoTime();
            // More clients wait than there are threads, and yet somebody answers.
            assertThat(door.get("/v1/projects/k/settings").status()).isEqualTo(200);

            for (RawClient client : waiting) {
                Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers()).containsEntry("retry-after", "1");
                assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"unavailable\"");
                client.close();
            }
            assertThat(System.nanoTime() - sentNanos).isLessThan(4_000_000_000L);
            assertThat(door.counted("unconfirmed")).isZero();

            while (door.producer.completeNext()) {
                // The broker is back, and stores what was answered with 503.
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> door.counted("unconfirmed") == clients);
            assertThat(door.counted("accepted")).isZero();
            assertThat(door.counted("refused")).isEqualTo(clients);
            assertThat(door.get("/metrics").text()).contains("millrace_ingest_in_flight_bytes 0.0");
        }
    }

    @Test
    void whatWaitsIsBoundedInBytesAndTheRestIsToldSoAtOnce() throws Exception {
        long room = 2 * IngestSettings.RECORD_BYTES_MAX;
        String batch = "{\"batch\":["
                + ("{\"type\":\"page\",\"userId\":\"u\",\"x\":\"" + "x".repeat(30_000) + "\"},").repeat(99)
                + "{\"type\":\"page\",\"userId\":\"u\"}]}";
        try (TestDoor door =
                TestDoor.withSlowBroker(Map.of("MILLRACE_INGEST_IN_FLIGHT_BYTES_MAX", Long.toString(room)))) {
            int fits = (int) (room / batch.length());
            List<RawClient> waiting = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < fits + 3; i++) {
                RawClient client = door.connect();
                client.request("POST", "/v1/batch", batch.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
                waiting.add(client);
            }
            for (RawClient client : waiting) {
                Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(503);
                refused += answer.text().contains("too many events are waiting") ? 1 : 0;
                client.close();
            }

            assertThat(refused).isGreaterThanOrEqualTo(3);
            assertThat(door.producer.history().size()).isEqualTo(100 * (fits + 3 - refused));
            assertThat(heldBytes(door)).isLessThanOrEqualTo(room);
        }
    }

    private static double heldBytes(TestDoor door) throws Exception {
        String name = "millrace_ingest_in_flight_bytes ";
        return door.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void aRecordThatFailsMakesItsRequestWorthARetry() throws Exception {
        try (TestDoor door = TestDoor.withSlowBroker(Map.of());
                RawClient client = door.connect()) {
            client.request("POST", "/v1/batch", THREE.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
            Awaitility.await().until(() -> door.producer.history().size() == 3);
            door.producer.completeNext();
            door.producer.errorNext(new IllegalStateException("the disk is full"));
            door.producer.completeNext();

            assertThat(client.answer().status()).isEqualTo(503);
            assertThat(door.counted("refused")).isEqualTo(3);
            assertThat(door.counted("unconfirmed")).isEqualTo(2);
        }
    }

    @Test
    void whoeverWaitsWhenTheServerStopsIsStillAnswered() throws Exception {
        TestDoor door = TestDoor.withSlowBroker(Map.of());
        try (RawClient client = door.connect()) {
            client.request("POST", "/v1/page", EVENT.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
            Awaitility.await().until(() -> !door.producer.history().isEmpty());
            CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
                try {
                    door.close();
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            door.producer.completeNext();

            assertThat(client.answer().status()).isEqualTo(200);
            closing.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void withoutKafkaItListensAndTellsClientsToComeBack() throws Exception {
        KnownKeys keys = new KnownKeys();
        keys.add(TestDoor.KEY, TestDoor.WORKSPACE, Scope.EVENTS_WRITE);
        IngestSettings settings = IngestSettings.from(new Env(Map.of("MILLRACE_INGEST_PORT", "0")));
        // Nothing listens on port 1.
        try (IngestServer server = IngestServer.start(settings, "127.0.0.1:1", keys, List.of());
                RawClient client = new RawClient(server.port())) {
            client.request("POST", "/v1/page", EVENT.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "1");

            Answer health = client.request("GET", "/health", new byte[0]).answer();
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text()).contains("\"kafka\":\"Kafka has not been reached yet");
        }
    }

    @Test
    void aTakenPortIsSaid() throws Exception {
        try (TestDoor door = TestDoor.open()) {
            String port = Integer.toString(door.server.port());

            assertThatThrownBy(() -> TestDoor.with(Map.of("MILLRACE_INGEST_PORT", port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(port);
        }
    }

    @Test
    void healthIsWhatAllPartsSay() throws Exception {
        HealthCheck well = check("kafka", "");
        HealthCheck ill = check("event_job", "the job is \"restarting\"");

        try (TestDoor door = TestDoor.checking(well)) {
            Answer answer = door.get("/health");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"status\":\"ok\",\"checks\":{\"kafka\":\"ok\"}}");
        }
        try (TestDoor door = TestDoor.checking(well, ill)) {
            Answer answer = door.get("/health/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text())
                    .isEqualTo("{\"status\":\"unavailable\",\"checks\":{\"kafka\":\"ok\","
                            + "\"event_job\":\"the job is \\\"restarting\\\"\"}}");
        }
    }

    private static HealthCheck check(String name, String problem) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> problem() {
                return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
            }
        };
    }

    @Test
    void metricsNameKeysByIdAndNeverBySecret() throws Exception {
        try (TestDoor door = TestDoor.open()) {
            door.postAuthorized("/v1/page", EVENT);
            door.post("/v1/page", EVENT);
            // A request is counted when it is over, which may be after its client has the answer.
            Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                            door.get("/metrics").text())
                    .contains("millrace_ingest_events_accepted_total{key=\"" + door.key.id() + "\"} 1.0")
                    .contains("millrace_ingest_requests_seconds_count{status=\"200\"}")
                    .contains("millrace_ingest_requests_seconds_count{status=\"401\"} 1\n")
                    .doesNotContain(TestDoor.KEY));
        }
    }

    @Test
    void settingsHaveTheirDefaultsAndBounds() {
        assertThat(IngestSettings.from(new Env(Map.of())))
                .isEqualTo(new IngestSettings(
                        "127.0.0.1",
                        8080,
                        32_768,
                        67_108_864,
                        0,
                        Duration.ofSeconds(25),
                        new TrustedProxies(List.of())));
        assertThatThrownBy(() -> IngestSettings.from(new Env(Map.of("MILLRACE_TRUSTED_PROXIES", "10.0.0.0/33"))))
                .hasMessageContaining("MILLRACE_TRUSTED_PROXIES");
    }
}
