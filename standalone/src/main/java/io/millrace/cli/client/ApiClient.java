package io.millrace.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The API port with a secret key. Numbers keep their digits. Thread-safe. */
public final class ApiClient {

    /** Longer than any query the API allows. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = ExactJson.MAPPER;

    private final HttpClient http = Http.client();
    private final URI base;
    private final String secretKey;

    public ApiClient(URI base, String secretKey) {
        this.base = base;
        this.secretKey = secretKey;
    }

    public URI base() {
        return base;
    }

    public JsonNode get(String path, Map<String, String> parameters) {
        return json(send(request(Http.uri(base, path, parameters)).GET().build()));
    }

    public JsonNode post(String path, JsonNode body) {
        return json(open(path, body));
    }

    /** Posts and hands over the answer's body as it comes; the caller closes it. */
    public InputStream open(String path, JsonNode body) {
        HttpRequest request = request(Http.uri(base, path, Map.of()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return send(request);
    }

    private HttpRequest.Builder request(URI uri) {
        try {
            return HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).header("Authorization", "Bearer " + secretKey);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The secret key holds characters that no header can carry.", e);
        }
    }

    private InputStream send(HttpRequest request) {
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ServiceUnavailable("The API at " + base + " cannot be reached. Is `millrace up` running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.", e);
        }
        int status = answer.statusCode();
        if (status == 200) {
            return answer.body();
        }
        throw failure(status, text(answer.body()));
    }

    private CommandFailure failure(int status, String body) {
        String message = Http.message(JSON, body);
        if (status == 401) {
            return new CommandFailure("The API at " + base + " does not know this secret key (401): " + message);
        }
        String sentence = "The API at " + base + " answered " + status + ": " + message;
        return status == 429 || status >= 500 ? new ServiceUnavailable(sentence) : new CommandFailure(sentence);
    }

    private JsonNode json(InputStream body) {
        try (body) {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure("The API at " + base + " answered with something that is no JSON.", e);
        } catch (IOException e) {
            throw new ServiceUnavailable("The API at " + base + " broke off its answer.", e);
        }
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
