package io.millrace.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.junit.jupiter.api.Test;

class BlockCommitterTest {

    private static final int TABLE_FULL_OF_PARTS = 252;
    private static final int UNKNOWN_TABLE = 60;
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final List<String> inserted = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    @Test
    void blocksAreInsertedInTheirOrderUnderTheirTokens() throws Exception {
        commit(block("t-1", 1), block("t-2", 2));

        assertThat(inserted).containsExactly("t-1 [1]", "t-2 [2]");
    }

    @Test
    void whatMayPassIsTriedAgainWithTheWholeBlock() throws Exception {
        failures.add(new ClickHouseUnavailableException("away", null));
        failures.add(new ClickHouseException(TABLE_FULL_OF_PARTS, "too many parts", null));

        commit(block("t-1", 1));

        assertThat(inserted).containsExactly("t-1 [1]");
    }

    @Test
    void whatNeverPassesFailsWithTableTokenAndRows() {
        failures.add(new ClickHouseException(UNKNOWN_TABLE, "no such table", null));

        assertThatThrownBy(() -> commit(block("t-1", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events")
                .hasMessageContaining("t-1")
                .hasMessageContaining("1 rows")
                .hasMessageContaining("no such table");
        assertThat(inserted).isEmpty();
    }

    @Test
    void anEndlessOutageEndsWithAnInterrupt() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        BlockCommitter away = committer((block, rows) -> {
            throw new ClickHouseUnavailableException("away", null);
        });
        Thread task = new Thread(() -> {
            try {
                away.commit(List.of(new Request(block("t-1", 1))));
            } catch (InterruptedException e) {
                interrupted.set(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        task.start();
        task.interrupt();
        task.join(10_000);

        assertThat(interrupted).isTrue();
    }

    private void commit(Block... blocks) throws Exception {
        List<CommitRequest<Block>> requests = new ArrayList<>();
        for (Block block : blocks) {
            requests.add(new Request(block));
        }
        committer((block, rows) -> {
                    byte[] bytes = rows.readAllBytes();
                    if (!failures.isEmpty()) {
                        throw failures.remove(0);
                    }
                    inserted.add(block.token() + " " + Arrays.toString(bytes));
                })
                .commit(requests);
    }

    private interface Insert {
        void run(Block block, InputStream rows) throws IOException;
    }

    private static BlockCommitter committer(Insert insert) {
        BlockInserter inserter = new BlockInserter() {
            @Override
            public void insert(Block block, InputStream rows) {
                try {
                    insert.run(block, rows);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {}
        };
        return new BlockCommitter(inserter, QUICK, new SplittableRandom(1));
    }

    private static Block block(String token, int value) {
        return new Block("events (a)", token, 1, 1, new byte[] {(byte) value}, null);
    }
}
