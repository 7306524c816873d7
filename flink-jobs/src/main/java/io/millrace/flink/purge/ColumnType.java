package io.millrace.flink.purge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How far a value of a ClickHouse type reaches in {@code RowBinary}. */
@FunctionalInterface
interface ColumnType {

    void skip(RowBytes row) throws IOException;

    Map<String, Integer> WIDTHS = Map.ofEntries(
            Map.entry("Bool", 1),
            Map.entry("Int8", 1),
            Map.entry("UInt8", 1),
            Map.entry("Enum8", 1),
            Map.entry("UInt16", 2),
            Map.entry("Date", 2),
            Map.entry("UInt32", 4),
            Map.entry("Int32", 4),
            Map.entry("Float32", 4),
            Map.entry("Date32", 4),
            Map.entry("DateTime", 4),
            Map.entry("UInt64", 8),
            Map.entry("Int64", 8),
            Map.entry("Float64", 8),
            Map.entry("DateTime64", 8),
            Map.entry("Int128", 16),
            Map.entry("UInt128", 16));

    /** @param name as ClickHouse prints it, {@code Map(LowCardinality(String), String)} */
    static ColumnType of(String name) {
        int bracket = name.indexOf('(');
        String outer = bracket < 0 ? name : name.substring(0, bracket);
        List<String> inner = bracket < 0 ? List.of() : parts(name.substring(bracket + 1, name.length() - 1));
        Integer width = WIDTHS.get(outer);
        if (width != null) {
            return row -> row.skip(width);
        }
        return switch (outer) {
            case "String" -> row -> row.skip(row.length());
            case "LowCardinality" -> of(inner.get(0));
            case "Nullable" -> nullable(of(inner.get(0)));
            case "Array" -> repeated(of(inner.get(0)));
            case "Map" -> {
                ColumnType key = of(inner.get(0));
                ColumnType value = of(inner.get(1));
                yield repeated(row -> {
                    key.skip(row);
                    value.skip(row);
                });
            }
            default -> throw new IllegalArgumentException("a column of type " + name + ", which no job writes so far");
        };
    }

    /** A byte says whether nothing follows. */
    private static ColumnType nullable(ColumnType value) {
        return row -> {
            if (row.length() == 0) {
                value.skip(row);
            }
        };
    }

    private static ColumnType repeated(ColumnType element) {
        return row -> {
            for (int left = row.length(); left > 0; left--) {
                element.skip(row);
            }
        };
    }

    /** What stands between commas that are in no brackets. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }
}
