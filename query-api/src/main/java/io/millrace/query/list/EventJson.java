package io.millrace.query.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stored event's text, cut into its fields without reading their values, so that numbers stay digit for digit. The
 * documented fields come first and are always there, null where absent; unknown ones follow.
 */
public record EventJson(Map<String, String> fields) {

    public static final List<String> NAMES = List.of(
            "messageId",
            "type",
            "event",
            "userId",
            "anonymousId",
            "timestamp",
            "originalTimestamp",
            "receivedAt",
            "context",
            "properties",
            "traits",
            "integrations");

    private static final int ANY_LENGTH = Integer.MAX_VALUE;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10_000)
                    .maxNumberLength(ANY_LENGTH)
                    .maxStringLength(ANY_LENGTH)
                    .maxNameLength(ANY_LENGTH)
                    .build())
            .build();

    public static EventJson of(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        NAMES.forEach(name -> found.put(name, "null"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (!value.isStructStart()) {
                    parser.getTextLength();
                }
                int end = (int) parser.currentLocation().getByteOffset();
                String slice = new String(Arrays.copyOfRange(bytes, start, end), StandardCharsets.UTF_8);
                found.put(name, slice.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a stored event's text is no JSON object", e);
        }
        return new EventJson(found);
    }

    /** Whether a text is one JSON value and nothing else. */
    static boolean isJson(String text) {
        try (JsonParser parser = FACTORY.createParser(text.getBytes(StandardCharsets.UTF_8))) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.getTextLength();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** One JSON object. */
    public String text() {
        StringBuilder text = new StringBuilder("{");
        fields.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                .append(JsonText.quoted(name))
                .append(':')
                .append(value));
        return text.append('}').toString();
    }

    /** The field as a cell of a table: texts without quotes, null empty, anything else as JSON. */
    public String cell(String name) {
        return JsonText.cell(fields.getOrDefault(name, "null"));
    }
}
