package io.millrace.query;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events as a browser does. */
final class SseClient implements AutoCloseable {

    /** An event with a name is about the stream itself. */
    private record Event(String id, String name, String data) {}

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private volatile boolean ended;

    SseClient(int port, String path, String key, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("the stream answers " + response.statusCode());
            }
            body = response.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the stream does not answer", e);
        }
        Thread thread = new Thread(this::read, "sse");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        String id = "";
        String name = "";
        String data = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(id, name, data));
                    name = "";
                    data = "";
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Closed from this side, or broken off; what was read is there.
            Thread.currentThread().interrupt();
        }
        ended = true;
    }

    void awaitOpen() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());
    }

    void awaitChanges(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> changes().size() >= count);
    }

    List<JsonNode> changes() {
        return shown().stream()
                .map(event -> Json.parse(event.data().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    String lastId() {
        return events.get(events.size() - 1).id();
    }

    /** The id of one of the changes. */
    String idOf(int change) {
        return shown().get(change).id();
    }

    private List<Event> shown() {
        return events.stream().filter(event -> event.name().isEmpty()).toList();
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
