package io.millrace.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One request with many events to ingest's {@code /v1/import}. Decides nothing about retries. Thread-safe. */
public final class IngestClient {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = Http.client();
    private final URI base;
    private final String authorization;

    public IngestClient(URI base, String writeKey) {
        this.base = base;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
    }

    public URI base() {
        return base;
    }

    /** Tells targets apart: the address and the key. It holds the key, so it is hashed before it is kept. */
    public String target() {
        return base + "\n" + authorization;
    }

    /**
     * Sends a batch once.
     *
     * @param body {@code {"batch":[…]}} in UTF-8
     * @param importHeader the import's id, a colon and the position of the first event
     */
    public IngestAnswer send(byte[] body, String importHeader) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v1/import"))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("X-Millrace-Import", importHeader)
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(body)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new IngestAnswer(
                    answer.statusCode(),
                    code(answer.body()),
                    Http.message(JSON, answer.body()),
                    answer.headers().firstValue("Retry-After").flatMap(IngestAnswer::seconds));
        } catch (IOException e) {
            String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return IngestAnswer.none(base + " does not answer (" + cause + ")");
        }
    }

    private static String code(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer.path("code").asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 6 + 64);
        try (FastGzip gzip = new FastGzip(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Loopback is fast and the processor is shared with the server: the quickest level is the best one. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
