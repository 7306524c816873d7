package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How values compare, for every interpreter in Java. A text that is a JSON number is a number everywhere; an empty text
 * and null are absent; dates are ISO text, epoch seconds or epoch milliseconds (from 10¹²).
 */
public final class Values {

    private Values() {}

    /** The value at a path, null if absent. Objects are walked by name; lists are not walked. */
    public static @Nullable JsonNode at(@Nullable JsonNode object, Path path) {
        JsonNode node = object;
        for (String part : path.parts()) {
            if (node == null || !node.isObject()) {
                return null;
            }
            node = node.get(part);
        }
        return isAbsent(node) ? null : node;
    }

    public static boolean isAbsent(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isEmpty());
    }

    /**
     * Whether a value passes a test that time does not change.
     *
     * @param value null if absent
     */
    public static boolean holds(ValueTest test, @Nullable JsonNode value) {
        throw new UnsupportedOperationException("written next");
    }
}
