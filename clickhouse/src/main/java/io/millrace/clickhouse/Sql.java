package io.millrace.clickhouse;

import java.util.Map;

/**
 * A statement and its values as one: values stand in the text as {@code {name:Type}} and are sent beside it, never
 * concatenated into it.
 *
 * @param parameters text, numbers, booleans, lists of them
 */
public record Sql(String text, Map<String, Object> parameters) {

    public Sql {
        parameters = Map.copyOf(parameters);
    }

    public static Sql of(String text) {
        return new Sql(text, Map.of());
    }
}
