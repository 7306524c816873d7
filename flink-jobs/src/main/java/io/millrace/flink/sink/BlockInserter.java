package io.millrace.flink.sink;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import java.io.InputStream;
import java.io.Serializable;

/** The door through which blocks go into ClickHouse: one attempt, all rows or none. */
public interface BlockInserter extends AutoCloseable {

    /** Opens the door where the job runs. */
    @FunctionalInterface
    interface Factory extends Serializable {
        BlockInserter open();
    }

    /** Fails with a {@link io.millrace.clickhouse.ClickHouseException}; the body is read once. */
    void insert(Block block, InputStream rows);

    @Override
    void close();

    static Factory into(ClickHouseEndpoint endpoint) {
        return () -> {
            ClickHouseClient client = new ClickHouseClient(endpoint);
            return new BlockInserter() {
                @Override
                public void insert(Block block, InputStream rows) {
                    client.insert(block.target(), "RowBinary", rows, block.token());
                }

                @Override
                public void close() {
                    client.close();
                }
            };
        };
    }
}
