package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.flink.Faults.Step;
import io.millrace.flink.sink.Block;
import io.millrace.flink.sink.BlockInserter;
import java.io.InputStream;

/** Inserts, and fails before or after it where {@link Faults} says; after it the rows are in and nobody knows. */
record FaultyInserter(BlockInserter inserter) implements BlockInserter {

    static Factory into(ClickHouseEndpoint endpoint) {
        Factory real = BlockInserter.into(endpoint);
        return () -> new FaultyInserter(real.open());
    }

    @Override
    public void insert(Block block, InputStream rows) {
        fail(Step.BEFORE_INSERT);
        inserter.insert(block, rows);
        fail(Step.AFTER_INSERT);
    }

    private static void fail(Step step) {
        if (Faults.strikes(step)) {
            throw new IllegalStateException("fault at " + step);
        }
    }

    @Override
    public void close() {
        inserter.close();
    }
}
