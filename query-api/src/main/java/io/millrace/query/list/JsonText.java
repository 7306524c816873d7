package io.millrace.query.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.query.request.Json;

/** Small pieces of JSON text, put together by hand where numbers must not be read. */
public final class JsonText {

    private JsonText() {}

    public static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** A text, null where it is empty. */
    public static String quotedOrNull(String text) {
        return text.isEmpty() ? "null" : quoted(text);
    }

    /** A JSON value as a cell of a table. */
    public static String cell(String json) {
        if (json.equals("null")) {
            return "";
        }
        if (!json.startsWith("\"")) {
            return json;
        }
        try {
            return Json.MAPPER.readTree(json).asText();
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    /** The text itself if it is JSON, else the text as a JSON text. */
    public static String jsonOrText(String text) {
        return EventJson.isJson(text) ? text : quoted(text);
    }
}
