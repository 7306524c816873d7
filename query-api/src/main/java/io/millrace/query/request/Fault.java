package io.millrace.query.request;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a request.
 *
 * @param field a JSON pointer into the body, or a query parameter's name
 * @param reason a word for programs: {@code required wrong_type unknown_field not_supported invalid out_of_range}
 * @param found the value that stands there, null if nothing does
 * @param expected what should stand there, null where the message says it better
 */
public record Fault(
        String field, String reason, @Nullable JsonNode found, @Nullable String expected, String message) {

    /** The fault in one line, with the place as a path: {@code steps[0].event: expected a text, found 7}. */
    public String line() {
        String place = path();
        String text = expected != null && found != null && reason.equals("wrong_type")
                ? "expected " + expected + ", found " + shortened(found.toString())
                : message;
        return place.isEmpty() ? text : place + ": " + text;
    }

    private String path() {
        if (!field.startsWith("/")) {
            return field;
        }
        StringBuilder path = new StringBuilder();
        for (String part : field.substring(1).split("/", -1)) {
            String name = part.replace("~1", "/").replace("~0", "~");
            if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
                path.append('[').append(name).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
