package io.millrace.flink.sink;

import java.io.Serializable;

/**
 * When a block is cut before its checkpoint: large, since each is a part in ClickHouse, and small enough for its memory.
 *
 * @param inlineBytes up to which a block travels inside the checkpoint instead of in a file
 */
public record BlockLimits(int rows, long bytes, int inlineBytes) implements Serializable {

    public BlockLimits {
        if (rows < 1 || bytes < 1 || inlineBytes < 0) {
            throw new IllegalArgumentException("block limits must be positive: " + rows + " rows, " + bytes + " bytes");
        }
    }
}
