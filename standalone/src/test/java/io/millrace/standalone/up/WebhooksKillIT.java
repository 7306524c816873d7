package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole instance tells a server what happens, is killed while the server is out of order, and goes on. */
@Timeout(300)
class WebhooksKillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PEOPLE = 20;

    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final List<JsonNode> refused = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean works;

    @Test
    void everythingIsToldUnderOneIdThoughTheInstanceIsKilled(@TempDir Path data) throws Exception {
        HttpServer receiver = receiver();
        Map<String, String> settings = Map.of(
                "MILLRACE_WEBHOOK_ALLOW_PRIVATE",
                "true",
                "MILLRACE_WEBHOOK_RETRY_MS",
                "2000",
                "MILLRACE_WEBHOOK_DOWN_MS",
                "500");
        try {
            String endpoint;
            try (UpProcess up = UpProcess.start(data, settings)) {
                Client client = up.client();
                endpoint = "/v1/webhooks/endpoints/" + register(client, receiver);
                for (int i = 0; i < PEOPLE; i++) {
                    assertThat(client.send("/v1/track", event(i, "before"))).isEqualTo(200);
                }
                await().atMost(PATIENCE).until(() -> refused.size() >= 5);
                up.kill();
            }
            works = true;
            try (UpProcess up = UpProcess.start(data, settings)) {
                Client client = up.client();
                for (int i = 0; i < PEOPLE; i++) {
                    assertThat(client.send("/v1/track", event(i, "after"))).isEqualTo(200);
                }
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(ids("contact.created")).hasSize(PEOPLE);
                    assertThat(ids("event.processed")).hasSize(2 * PEOPLE);
                });
                assertThat(contacts()).hasSize(PEOPLE);
                assertThat(events()).hasSize(2 * PEOPLE);
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                client.ask(endpoint + "/logs?limit=100", "").path("data"))
                        .hasSize(3 * PEOPLE)
                        .allMatch(delivery -> delivery.path("status").asText().equals("delivered")));

                JsonNode tested = client.ask(endpoint + "/test", "{\"event\":\"segment.entered\"}");
                assertThat(tested.path("status").asText()).isEqualTo("delivered");
                JsonNode replayed =
                        client.ask(endpoint + "/logs/" + tested.path("id").asText() + "/replay", "{}");
                assertThat(replayed.path("attempts")).hasSize(2);
                assertThat(taken.get(taken.size() - 1)).isEqualTo(taken.get(taken.size() - 2));
                assertThat(up.terminate()).isZero();
            }
        } finally {
            receiver.stop(0);
            threads.shutdownNow();
        }
    }

    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            JsonNode told = JSON.readTree(exchange.getRequestBody().readAllBytes());
            boolean takes = works;
            (takes ? taken : refused).add(told);
            exchange.sendResponseHeaders(takes ? 204 : 503, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String register(Client client, HttpServer receiver) throws Exception {
        return client.ask(
                        "/v1/webhooks/endpoints",
                        "{\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort()
                                + "/hook\",\"events\":[\"contact.created\",\"event.processed\"]}")
                .path("id")
                .asText();
    }

    private static String event(int person, String when) {
        return "{\"userId\":\"user" + person + "\",\"event\":\"look\",\"messageId\":\"" + when + person + "\"}";
    }

    private Set<String> ids(String type) {
        return of(type).stream().map(told -> told.path("id").asText()).collect(Collectors.toSet());
    }

    private Set<String> contacts() {
        return of("contact.created").stream()
                .map(told ->
                        told.path("data").path("contact").path("external_id").asText())
                .collect(Collectors.toSet());
    }

    private Set<String> events() {
        return of("event.processed").stream()
                .map(told -> told.path("data").path("message_id").asText())
                .collect(Collectors.toSet());
    }

    private List<JsonNode> of(String type) {
        return taken.stream()
                .filter(told -> told.path("type").asText().equals(type))
                .toList();
    }
}
