package io.millrace.query.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.query.request.Json;
import java.nio.charset.StandardCharsets;

/** The text of server-sent events. JSON has no line breaks of its own, so one line of data is enough. */
public final class EventFrame {

    private EventFrame() {}

    /** An event of the kind that the stream is there for. */
    public static byte[] data(JsonNode data) {
        return bytes("data: " + Json.text(data) + "\n\n");
    }

    /** An event about the stream itself. */
    public static byte[] named(String name, JsonNode data) {
        return bytes("event: " + name + "\ndata: " + Json.text(data) + "\n\n");
    }

    /** The stream ends. */
    public static byte[] end(String reason) {
        return named("end", JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    /** What clients do not see; it keeps the connection. */
    public static byte[] comment(String text) {
        return bytes(": " + text + "\n\n");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
