package io.millrace.flink.purge;

import io.millrace.core.event.ContactId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the marks are compared with, of one row: filled anew by each. Not thread-safe. */
final class RowFacts {

    private static final ContactId NOBODY = new ContactId(0, 0);

    private final List<Column> columns;

    String workspace = "";
    ContactId person = NOBODY;
    ContactId contact = NOBODY;

    /** {@code received_at} or {@code from_ms}. */
    long millis;

    /** Text of a rejected event; empty elsewhere. */
    String payload = "";

    /** Where {@code id} begins in the row, and ends. */
    int idFrom;

    int idTo;

    /** Reads a column and keeps what is of use. */
    @FunctionalInterface
    private interface Column {
        void read(RowBytes row, RowFacts facts) throws IOException;
    }

    private static final Map<String, Column> KEPT = Map.of(
            "workspace", (row, facts) -> facts.workspace = row.text(),
            "person", (row, facts) -> facts.person = id(row),
            "contact", (row, facts) -> facts.contact = id(row),
            "received_at", (row, facts) -> facts.millis = row.longValue(),
            "from_ms", (row, facts) -> facts.millis = row.longValue(),
            "payload", (row, facts) -> facts.payload = row.text(),
            "id",
                    (row, facts) -> {
                        facts.idFrom = row.position();
                        row.skip(row.length());
                        facts.idTo = row.position();
                    });

    /**
     * @param names of the columns in the order of the rows
     * @param types of the table's columns by name, as ClickHouse prints them
     */
    RowFacts(List<String> names, Map<String, String> types) {
        this.columns = names.stream().map(name -> column(name, types)).toList();
    }

    private static Column column(String name, Map<String, String> types) {
        String type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("a column " + name + " that its table does not have");
        }
        ColumnType skipped = ColumnType.of(type);
        return KEPT.getOrDefault(name, (row, facts) -> skipped.skip(row));
    }

    /** Reads the row from its first column to its last. */
    void read(RowBytes row) throws IOException {
        for (Column column : columns) {
            column.read(row, this);
        }
    }

    private static ContactId id(RowBytes row) throws IOException {
        long low = row.longValue();
        return new ContactId((int) row.longValue(), low);
    }
}
