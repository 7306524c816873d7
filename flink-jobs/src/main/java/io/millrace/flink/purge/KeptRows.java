package io.millrace.flink.purge;

import java.io.IOException;
import java.io.InputStream;

/** The rows of a block without those of purged contacts, read while they are asked for. Not thread-safe. */
final class KeptRows extends InputStream {

    private static final byte[] NOTHING = {};
    private static final byte EMPTY_TEXT = 0;

    private final RowBytes rows;
    private final PurgedTable table;
    private final RowFacts facts;
    private final PurgeMarks marks;

    private byte[] row = NOTHING;
    private int at;
    private long left;

    KeptRows(InputStream rows, PurgedTable table, RowFacts facts, PurgeMarks marks) {
        this.rows = new RowBytes(rows);
        this.table = table;
        this.facts = facts;
        this.marks = marks;
    }

    /** Whether a byte is left. */
    boolean hasMore() throws IOException {
        while (at == row.length) {
            if (!rows.next()) {
                return false;
            }
            facts.read(rows);
            if (table.isPurged(facts, marks)) {
                left++;
            } else {
                row = table.losesItsId(facts, marks) ? withoutId() : rows.bytes(0, rows.position());
                at = 0;
            }
        }
        return true;
    }

    /** How many rows were left out so far. */
    long leftOut() {
        return left;
    }

    private byte[] withoutId() {
        byte[] before = rows.bytes(0, facts.idFrom);
        byte[] after = rows.bytes(facts.idTo, rows.position());
        byte[] whole = new byte[before.length + 1 + after.length];
        System.arraycopy(before, 0, whole, 0, before.length);
        whole[before.length] = EMPTY_TEXT;
        System.arraycopy(after, 0, whole, before.length + 1, after.length);
        return whole;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? row[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int copied = Math.min(length, row.length - at);
        System.arraycopy(row, at, into, offset, copied);
        at += copied;
        return copied;
    }
}
