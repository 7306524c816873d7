package io.millrace.flink.sink;

import io.millrace.clickhouse.ClickHouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the blocks of a completed checkpoint, one after the other. While ClickHouse is away it tries again without
 * end, holding its task: the pipeline stands behind it, and nothing gathers. What time will not cure ends the job's
 * attempt with table, token and rows.
 */
final class BlockCommitter implements Committer<Block> {

    private static final Logger LOG = LoggerFactory.getLogger(BlockCommitter.class);
    private static final int LOGGED_EVERY = 10;

    private final BlockInserter inserter;
    private final Backoff backoff;
    private final RandomGenerator chance;

    BlockCommitter(BlockInserter inserter, Backoff backoff, RandomGenerator chance) {
        this.inserter = inserter;
        this.backoff = backoff;
        this.chance = chance;
    }

    @Override
    public void commit(Collection<CommitRequest<Block>> requests) throws IOException, InterruptedException {
        for (CommitRequest<Block> request : requests) {
            insert(request.getCommittable());
        }
    }

    private void insert(Block block) throws IOException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try (InputStream rows = rows(block)) {
                inserter.insert(block, rows);
                if (failures > 1) {
                    LOG.info("ClickHouse took {} at attempt {}", block, failures);
                }
                return;
            } catch (ClickHouseException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while inserting " + block);
                }
                if (!InsertFailures.mayPass(e)) {
                    throw new IOException("ClickHouse refuses " + block + ": " + e.getMessage(), e);
                }
                Duration pause = backoff.after(failures, chance);
                if (failures % LOGGED_EVERY == 1) {
                    LOG.warn("Attempt {} to insert {} failed, next in {}: {}", failures, block, pause, e.getMessage());
                }
                Thread.sleep(pause.toMillis());
            }
        }
    }

    private static InputStream rows(Block block) throws IOException {
        String file = block.file();
        return file == null ? new ByteArrayInputStream(block.inline()) : SpillFolder.open(file);
    }

    @Override
    public void close() {
        inserter.close();
    }
}
