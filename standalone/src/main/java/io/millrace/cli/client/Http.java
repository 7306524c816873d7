package io.millrace.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Small things that both clients need. */
final class Http {

    private Http() {}

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    static URI uri(URI base, String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(base + path + (query.isEmpty() ? "" : "?" + query));
    }

    /** The sentence in an error's body, whatever the dialect; the beginning of the body if there is none. */
    static String message(ObjectMapper json, String body) {
        try {
            JsonNode answer = json.readTree(body);
            for (String pointer : new String[] {"/error/message", "/message", "/error"}) {
                JsonNode found = answer.at(pointer);
                if (found.isTextual() && !found.textValue().isEmpty()) {
                    return found.textValue();
                }
            }
        } catch (JsonProcessingException e) {
            return shortened(body);
        }
        return shortened(body);
    }

    private static String shortened(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
