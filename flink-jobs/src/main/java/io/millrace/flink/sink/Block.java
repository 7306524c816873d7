package io.millrace.flink.sink;

import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that are inserted together or not at all, under a token that nothing else ever has: inserted again
 * with the same token, they change nothing.
 *
 * @param target table and columns, as an insert names them
 * @param inline the rows themselves, empty if they are in a file
 * @param file the spilled rows, synced to their disk before the block exists; null if they are inline
 */
public record Block(String target, String token, long rows, long bytes, byte[] inline, @Nullable String file) {

    public Block {
        if ((inline.length == 0) == (file == null)) {
            throw new IllegalArgumentException("block " + token + " has its rows either inline or in a file");
        }
    }

    /** The table without its columns. */
    public String table() {
        return tableOf(target);
    }

    static String tableOf(String target) {
        int end = target.indexOf(' ');
        return end < 0 ? target : target.substring(0, end);
    }

    @Override
    public String toString() {
        return rows + " rows (" + bytes + " bytes) of " + table() + ", token " + token
                + (file == null ? "" : ", file " + file);
    }
}
