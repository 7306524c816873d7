package io.millrace.query.filter;

import io.millrace.clickhouse.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the values of one statement and hands out the placeholders that stand for them. Used by one thread. */
public final class SqlValues {

    private final Map<String, Object> values = new HashMap<>();

    public String text(String value) {
        return placeholder(value, "String");
    }

    public String texts(List<String> value) {
        return placeholder(List.copyOf(value), "Array(String)");
    }

    public String whole(long value) {
        return placeholder(value, "Int64");
    }

    public String wholes(List<Long> value) {
        return placeholder(List.copyOf(value), "Array(Int64)");
    }

    public String floating(double value) {
        return placeholder(value, "Float64");
    }

    /** The statement with the values that its text names. */
    public Sql sql(String text) {
        return new Sql(text, values);
    }

    private String placeholder(Object value, String type) {
        String name = "v" + values.size();
        values.put(name, value);
        return "{" + name + ":" + type + "}";
    }
}
