package io.millrace.cli.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A column that becomes a property or trait: its name there, the column and the kind of its values. */
record ColumnMapping(String name, String column, ValueKind kind) {

    ColumnMapping {
        if (name.isEmpty() || column.isEmpty()) {
            throw new IllegalArgumentException("expected COLUMN, NAME=COLUMN or NAME=COLUMN:KIND");
        }
    }

    /** Reads {@code column}, {@code column:kind}, {@code name=column} and {@code name=column:kind}. */
    static ColumnMapping parse(String text) {
        int equals = text.indexOf('=');
        String column = equals < 0 ? text : text.substring(equals + 1);
        ValueKind kind = ValueKind.AUTO;
        int colon = column.lastIndexOf(':');
        if (colon >= 0) {
            Optional<ValueKind> named = ValueKind.named(column.substring(colon + 1));
            if (named.isPresent()) {
                kind = named.get();
                column = column.substring(0, colon);
            }
        }
        return new ColumnMapping(equals < 0 ? column : text.substring(0, equals), column, kind);
    }

    static List<ColumnMapping> parseAll(List<String> texts) {
        List<ColumnMapping> mappings = new ArrayList<>();
        for (String text : texts) {
            mappings.add(parse(text.strip()));
        }
        return List.copyOf(mappings);
    }
}
