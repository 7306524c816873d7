package io.millrace.flink.sink;

import java.util.Objects;

/**
 * One row, encoded for its table, on its way to {@link ClickHouseSink}. A class with public fields as Flink's own
 * serializer wants it; nobody writes into {@code rowBinary}.
 */
public final class EncodedRow {

    /** The index of the table in the sink's list. */
    public int table;

    public byte[] rowBinary = {};

    /** For Flink. */
    public EncodedRow() {}

    public EncodedRow(int table, byte[] rowBinary) {
        this.table = table;
        this.rowBinary = Objects.requireNonNull(rowBinary);
    }
}
