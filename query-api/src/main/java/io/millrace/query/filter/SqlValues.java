package io.millrace.query.filter;

import io.millrace.clickhouse.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the values of one statement and hands out the placeholders that stand for them. Used by one thread. */
public final class SqlValues {

    /** ClickHouse takes 128 KB per value in its encoded form; a character may become nine bytes. */
    private static final int CHARACTERS_MAX = 12_000;

    private static final int WHOLE_CHARACTERS = 16;

    private final Map<String, Object> values = new HashMap<>();

    /** By type and value: statements name long lists more than once, and all of them travel with the request. */
    private final Map<List<Object>, String> placeholders = new HashMap<>();

    public String text(String value) {
        return placeholder(value, "String");
    }

    public String texts(List<String> listed) {
        List<String> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        int characters = 0;
        for (String value : listed) {
            if (!part.isEmpty() && characters + value.length() > CHARACTERS_MAX) {
                parts.add(placeholder(List.copyOf(part), "Array(String)"));
                part.clear();
                characters = 0;
            }
            part.add(value);
            characters += value.length();
        }
        parts.add(placeholder(List.copyOf(part), "Array(String)"));
        return joined(parts);
    }

    public String whole(long value) {
        return placeholder(value, "Int64");
    }

    public String wholes(List<Long> listed) {
        int size = CHARACTERS_MAX / WHOLE_CHARACTERS;
        List<String> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < listed.size(); from += size) {
            List<Long> part = listed.subList(from, Math.min(listed.size(), from + size));
            parts.add(placeholder(List.copyOf(part), "Array(Int64)"));
        }
        return joined(parts);
    }

    public String floating(double value) {
        return placeholder(value, "Float64");
    }

    /** The statement with the values that its text names. */
    public Sql sql(String text) {
        return new Sql(text, values);
    }

    private static String joined(List<String> parts) {
        return parts.size() == 1 ? parts.get(0) : "arrayConcat(" + String.join(", ", parts) + ")";
    }

    private String placeholder(Object value, String type) {
        return placeholders.computeIfAbsent(List.of(type, value), unused -> {
            String name = "v" + values.size();
            values.put(name, value);
            return "{" + name + ":" + type + "}";
        });
    }
}
