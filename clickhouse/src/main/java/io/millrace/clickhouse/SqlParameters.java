package io.millrace.clickhouse;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parameter values in the text form ClickHouse reads them in: a bare text with tab-separated escapes, texts within
 * lists in quotes, numbers and booleans as they are.
 */
final class SqlParameters {

    private SqlParameters() {}

    static Map<String, Object> texts(Map<String, Object> parameters) {
        Map<String, Object> texts = new LinkedHashMap<>();
        parameters.forEach((name, value) -> texts.put(name, text(name, value)));
        return texts;
    }

    private static String text(String name, Object value) {
        return value instanceof CharSequence text ? escaped(text) : literal(name, value);
    }

    private static String literal(String name, Object value) {
        if (value instanceof CharSequence text) {
            return "'" + escaped(text) + "'";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(element -> literal(name, element)).collect(Collectors.joining(",", "[", "]"));
        }
        throw new IllegalArgumentException("parameter " + name + " is a "
                + value.getClass().getName() + ", expected text, number, boolean or list");
    }

    private static String escaped(CharSequence text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\'' -> escaped.append("\\'");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                case '\0' -> escaped.append("\\0");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
