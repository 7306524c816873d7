package io.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Follows the server-sent events of segment changes and notes when each contact was first seen on them. */
final class ChangeStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> seenNanos = new ConcurrentHashMap<>();
    private final InputStream stream;
    private final Thread reader;

    /** @param query what follows the path, {@code ?early=true} for transitions that are not committed yet */
    ChangeStream(String apiUrl, String segment, String query) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(apiUrl + "/v1/segments/" + segment + "/changes" + query))
                                .header("Authorization", "Bearer " + Instance.SECRET_KEY)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("the change stream answers with " + response.statusCode() + " "
                    + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        this.stream = response.body();
        this.reader = new Thread(this::read, "changes");
        reader.setDaemon(true);
        reader.start();
    }

    /** When each contact was first seen, in {@link System#nanoTime}, by external id. */
    Map<String, Long> seen() {
        return seenNanos;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    long now = System.nanoTime();
                    String contact = JSON.readTree(line.substring("data:".length()))
                            .path("external_id")
                            .asText();
                    seenNanos.putIfAbsent(contact, now);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Closed from this side at the end; a break before shows as contacts that were never seen.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
