package io.millrace.query.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** JSON as requests and answers use it: decimals exact, a name twice in one object is an error. */
public final class Json {

    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /** What a parser says of itself rather than of the body. */
    private static final Pattern PARSER_INSIDES =
            Pattern.compile(" \\(start marker at .*|: enable `.*|: was expecting .*|, from `[^`]*`", Pattern.DOTALL);

    private Json() {}

    /** Reads a request's body; what is no JSON ends the request. */
    public static JsonNode parse(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || node.isMissingNode()) {
                throw malformed("the body is empty, a JSON object is expected");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed("the body is no JSON: " + said(e));
        } catch (IOException e) {
            throw malformed("the body cannot be read as UTF-8 JSON");
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    public static String text(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }

    private static String said(JsonProcessingException e) {
        String message =
                PARSER_INSIDES.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        JsonLocation place = e.getLocation();
        return place == null ? message : message + " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static ProblemException malformed(String message) {
        return Problem.validation(List.of(new Fault("", "malformed_json", null, "JSON", message)))
                .exception();
    }
}
