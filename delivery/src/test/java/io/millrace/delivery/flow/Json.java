package io.millrace.delivery.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as tests write it. */
final class Json {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    static JsonNode of(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
