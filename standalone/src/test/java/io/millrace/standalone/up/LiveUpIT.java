package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody watches a whole instance while events are sent to it. */
@Timeout(240)
class LiveUpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 20;

    private final List<JsonNode> seen = new CopyOnWriteArrayList<>();
    private volatile boolean open;

    @Test
    void eachEventIsSeenSoonAndWithWhatBecameOfIt(@TempDir Path data) throws Exception {
        try (UpProcess up = UpProcess.start(data, Map.of())) {
            watch(up);
            Client client = up.client();
            List<Long> millis = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                long sent = System.nanoTime();
                send(client, "{\"type\":\"track\",\"event\":\"look\",\"userId\":\"ann\",\"messageId\":\"m" + i + "\"}");
                int expected = i + 1;
                await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> seen.size() == expected);
                millis.add(Duration.ofNanos(System.nanoTime() - sent).toMillis());
            }
            Collections.sort(millis);
            System.out.println("sent and seen, in milliseconds: median " + millis.get(EVENTS / 2) + ", longest "
                    + millis.get(EVENTS - 1));
            send(client, "{\"type\":\"track\",\"event\":\"look\",\"userId\":\"ann\",\"messageId\":\"m0\"}");
            await().atMost(PATIENCE).until(() -> seen.size() == EVENTS + 1);
            // Nothing of this batch can be stored, so the sender is told as well.
            assertThat(client.send(
                            "/v1/batch", "{\"batch\":[{\"type\":\"track\",\"userId\":\"ann\",\"messageId\":\"bad\"}]}"))
                    .isEqualTo(400);
            await().atMost(PATIENCE).until(() -> seen.size() == EVENTS + 2);

            assertThat(seen.subList(0, EVENTS))
                    .allSatisfy(
                            event -> assertThat(event.path("outcome").asText()).isEqualTo("accepted"));
            assertThat(seen.get(EVENTS).path("outcome").asText()).isEqualTo("duplicate");
            assertThat(seen.get(EVENTS).path("message_id").asText()).isEqualTo("m0");
            assertThat(seen.get(EVENTS + 1).path("outcome").asText()).isEqualTo("rejected");
            assertThat(seen.get(EVENTS + 1).path("reason").asText()).isEqualTo("missing_event");
            assertThat(up.terminate()).isZero();
        }
    }

    private static void send(Client client, String event) throws IOException, InterruptedException {
        assertThat(client.send("/v1/batch", "{\"batch\":[" + event + "]}")).isEqualTo(200);
    }

    private void watch(UpProcess up) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(up.place("api_url") + "/v1/analytics/live"))
                .header("Authorization", "Bearer " + UpProcess.SECRET_KEY)
                .build();
        HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofLines())
                .thenAcceptAsync(response -> read(response.body()));
        await().atMost(PATIENCE).until(() -> open);
    }

    /** Pending ones come again. */
    private void read(Stream<String> lines) {
        lines.forEach(line -> {
            open |= line.equals("event: open");
            if (line.startsWith("data: {\"outcome\"") && !line.contains("\"outcome\":\"pending\"")) {
                try {
                    seen.add(JSON.readTree(line.substring("data: ".length())));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }
}
