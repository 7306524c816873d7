package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.KafkaProcess;
import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that does not answer, or dies, while clients send: all are told in time, and every event is accounted for. */
class StoppedBrokerIT {

    private static final String WORKSPACE = "ws_stopped";
    private static final int CLIENTS = 60;

    @Test
    void clientsAreToldInTimeAndTheTopicsHoldWhatWasCounted(@TempDir Path folder) throws Exception {
        KnownKeys keys = new KnownKeys();
        ApiKey key = keys.add("test-write-key", WORKSPACE, Scope.EVENTS_WRITE);
        IngestSettings settings = IngestSettings.from(new Env(Map.of("MILLRACE_INGEST_PORT", "0")));
        try (KafkaProcess kafka = KafkaProcess.start(folder, 0)) {
            TopicAdmin.createMissing(kafka.bootstrap());
            try (IngestServer server = IngestServer.start(settings, kafka.bootstrap(), keys, List.of())) {
                awaitHealth(server, 200, Duration.ofSeconds(30));
                assertThat(post(server, "before").status()).isEqualTo(200);

                signal(kafka.pid(), "-STOP");
                assertEveryoneIsToldInTime(server);
                awaitHealth(server, 503, Duration.ofSeconds(15));
                signal(kafka.pid(), "-CONT");
                awaitHealth(server, 200, Duration.ofSeconds(30));
                assertThat(post(server, "between").status()).isEqualTo(200);

                kafka.kill();
                assertThat(post(server, "dead").status()).isEqualTo(503);
                kafka.restart();
                awaitHealth(server, 200, Duration.ofSeconds(60));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> post(server, "after").status() == 200);

                TopicReader topics = new TopicReader(kafka.bootstrap(), WORKSPACE);
                Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(metric(server, "millrace_ingest_in_flight_bytes "))
                            .isZero();
                    assertThat(topics.events())
                            .hasSize((int) (counted(server, key, "accepted") + counted(server, key, "unconfirmed")));
                });
                assertThat(counted(server, key, "accepted")).isEqualTo(3);
                assertThat(counted(server, key, "unconfirmed")).isGreaterThanOrEqualTo(CLIENTS);
            }
        }
    }

    private static void assertEveryoneIsToldInTime(IngestServer server) throws Exception {
        List<RawClient> waiting = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            waiting.add(send(server, "stopped-" + i));
        }
        long sentNanos = System.nanoTime();
        try (RawClient other = new RawClient(server.port())) {
            // More clients wait than the server has threads, and yet somebody answers.
            assertThat(other.request("GET", "/v1/projects/k/settings", new byte[0])
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
        for (RawClient client : waiting) {
            assertThat(client.answer().status()).isEqualTo(503);
            client.close();
        }
        assertThat(System.nanoTime() - sentNanos).isLessThan(4_000_000_000L);
    }

    private static Answer post(IngestServer server, String messageId) throws Exception {
        try (RawClient client = send(server, messageId)) {
            return client.answer();
        }
    }

    private static RawClient send(IngestServer server, String messageId) throws Exception {
        String event = "{\"userId\":\"u\",\"messageId\":\"" + messageId + "\"}";
        return new RawClient(server.port())
                .request("POST", "/v1/page", event.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
    }

    private static double counted(IngestServer server, ApiKey key, String outcome) throws Exception {
        return metric(server, "millrace_ingest_events_" + outcome + "_total{key=\"" + key.id() + "\"} ");
    }

    private static double metric(IngestServer server, String prefix) throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            return client.request("GET", "/metrics", new byte[0])
                    .answer()
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(prefix))
                    .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                    .sum();
        }
    }

    private static void awaitHealth(IngestServer server, int status, Duration patience) {
        Awaitility.await().atMost(patience).until(() -> {
            try (RawClient client = new RawClient(server.port())) {
                return client.request("GET", "/health", new byte[0]).answer().status() == status;
            }
        });
    }

    private static void signal(long pid, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
