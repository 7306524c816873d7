package io.millrace.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** An event of the shop with the instant at which it happens. */
record DemoEvent(long timestampMillis, ObjectNode json) {

    byte[] bytes() {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    String messageId() {
        return json.path("messageId").asText();
    }
}
