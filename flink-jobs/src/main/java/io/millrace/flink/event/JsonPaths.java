package io.millrace.flink.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The scalars of an event's {@code context}, {@code properties} and {@code traits} by dotted path, read in one pass over
 * its body: numbers digit for digit, booleans as {@code true} and {@code false}, lists as their JSON text; null and the
 * empty text are absent. Bounded: objects nested deeper than {@link #DEPTH_MAX} stand as JSON text, paths past
 * {@link #ENTRIES_MAX} per map are left out (the event's own text still has them). Reused from event to event; not
 * thread-safe.
 */
final class JsonPaths {

    static final int DEPTH_MAX = 16;
    static final int ENTRIES_MAX = 2_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(5_000)
                    .maxNumberLength(1_000_000)
                    .build())
            .build();

    private final Map<String, String> context = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> traits = new LinkedHashMap<>();

    Map<String, String> context() {
        return context;
    }

    Map<String, String> properties() {
        return properties;
    }

    Map<String, String> traits() {
        return traits;
    }

    /** Replaces what was read before; fails if the body is no JSON object. */
    void read(byte[] body) throws IOException {
        context.clear();
        properties.clear();
        traits.clear();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the body is no JSON object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "context" -> section(parser, value, context, body);
                    case "properties" -> section(parser, value, properties, body);
                    case "traits" -> section(parser, value, traits, body);
                    default -> parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the body ends within");
            }
        }
    }

    private static void section(JsonParser parser, JsonToken value, Map<String, String> paths, byte[] body)
            throws IOException {
        if (value == JsonToken.START_OBJECT) {
            object(parser, "", 1, paths, body);
        } else {
            parser.skipChildren();
        }
    }

    private static void object(JsonParser parser, String prefix, int depth, Map<String, String> paths, byte[] body)
            throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            String path = prefix.isEmpty() ? field : prefix + '.' + field;
            if (value == JsonToken.START_OBJECT && depth < DEPTH_MAX) {
                object(parser, path, depth + 1, paths, body);
            } else if (value.isStructStart()) {
                put(paths, path, jsonText(parser, body));
            } else if (value != JsonToken.VALUE_NULL) {
                put(paths, path, parser.getText());
            }
        }
    }

    private static void put(Map<String, String> paths, String path, String text) {
        if (!text.isEmpty() && (paths.size() < ENTRIES_MAX || paths.containsKey(path))) {
            paths.put(path, text);
        }
    }

    private static String jsonText(JsonParser parser, byte[] body) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(body, start, end - start, StandardCharsets.UTF_8);
    }
}
