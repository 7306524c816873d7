package io.millrace.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** A request as an SDK was seen to make it; its length and host are made anew. */
record SdkRequest(JsonNode json) {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    static List<SdkRequest> all() throws IOException {
        try (InputStream in = Objects.requireNonNull(SdkRequest.class.getResourceAsStream("sdk-requests.json"))) {
            List<SdkRequest> requests = new ArrayList<>();
            JACKSON.readTree(in).forEach(json -> requests.add(new SdkRequest(json)));
            return requests;
        }
    }

    int expectedStatus() {
        return json.path("answer").asInt();
    }

    boolean isPost() {
        return json.path("method").asText().equals("POST");
    }

    /** The message ids of its events, as sent. */
    List<String> messageIds() {
        List<String> ids = new ArrayList<>();
        if (isPost()) {
            JsonNode body = json.path("body");
            Iterable<JsonNode> events = body.has("batch") ? body.path("batch") : List.of(body);
            events.forEach(event -> ids.add(event.path("messageId").asText()));
        }
        return ids;
    }

    byte[] bytes(int port) throws IOException {
        byte[] body = json.path("body").isObject() ? JACKSON.writeValueAsBytes(json.path("body")) : new byte[0];
        if (json.path("gzip").asBoolean()) {
            body = gzip(body);
        }
        StringBuilder head = new StringBuilder()
                .append(json.path("method").asText())
                .append(' ')
                .append(json.path("path").asText())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(port)
                .append("\r\n");
        json.path("headers").forEach(header -> head.append(header.asText()).append("\r\n"));
        boolean chunked = json.path("chunked").asBoolean();
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (isPost()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (chunked) {
            all.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        all.writeBytes(body);
        if (chunked) {
            all.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @Override
    public String toString() {
        return json.path("sdk").asText() + " " + json.path("path").asText();
    }
}
