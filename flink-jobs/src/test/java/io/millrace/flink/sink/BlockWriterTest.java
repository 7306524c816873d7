package io.millrace.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockWriterTest {

    private static final UUID ID = new UUID(0, 1);
    private static final SinkWriter.Context NO_TIME = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return 0;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    private final Path folder;

    BlockWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void eachTableHasItsOwnBlockPerCheckpoint() throws IOException {
        BlockWriter writer = writer(new BlockLimits(100, 1_000, 1_000));
        write(writer, 0, 1, 2);
        write(writer, 1, 3);
        write(writer, 0, 4);

        List<Block> first = new ArrayList<>(writer.prepareCommit());
        write(writer, 1, 5);
        List<Block> second = new ArrayList<>(writer.prepareCommit());

        assertThat(first)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Block("events (a)", "events-" + ID + "-0", 2, 3, new byte[] {1, 2, 4}, null),
                        new Block("counts", "counts-" + ID + "-1", 1, 1, new byte[] {3}, null));
        assertThat(second)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new Block("counts", "counts-" + ID + "-2", 1, 1, new byte[] {5}, null));
        assertThat(writer.prepareCommit()).isEmpty();
    }

    @Test
    void aBlockIsCutAtItsRowsOrBytes() throws IOException {
        BlockWriter byRows = writer(new BlockLimits(2, 1_000, 1_000));
        write(byRows, 0, 1);
        write(byRows, 0, 2);
        write(byRows, 0, 3);
        assertThat(byRows.prepareCommit()).extracting(Block::rows).containsExactly(2L, 1L);

        BlockWriter byBytes = writer(new BlockLimits(100, 3, 1_000));
        write(byBytes, 0, 1, 2);
        write(byBytes, 0, 3, 4);
        write(byBytes, 0, 5);
        assertThat(byBytes.prepareCommit()).extracting(Block::bytes).containsExactly(4L, 1L);
    }

    @Test
    void aLargeBlockIsInItsFile() throws IOException {
        BlockWriter writer = writer(new BlockLimits(100, 1_000, 3));
        write(writer, 0, 1, 2);
        write(writer, 0, 3, 4);
        write(writer, 0, 5);

        Block block = writer.prepareCommit().iterator().next();

        assertThat(block.inline()).isEmpty();
        assertThat(SpillFolder.open(String.valueOf(block.file())).readAllBytes())
                .isEqualTo(new byte[] {1, 2, 3, 4, 5});
    }

    @Test
    void whatACheckpointNeverSawLeavesNoFile() throws IOException {
        BlockWriter writer = writer(new BlockLimits(100, 1_000, 0));
        write(writer, 0, 1, 2);
        assertThat(files()).isEqualTo(1);

        writer.close();

        assertThat(files()).isZero();
    }

    private BlockWriter writer(BlockLimits limits) {
        SpillFolder spill = new SpillFolder(folder.toUri().toString());
        return new BlockWriter(List.of("events (a)", "counts"), limits, spill, "run", ID);
    }

    private static void write(BlockWriter writer, int table, int... bytes) throws IOException {
        byte[] row = new byte[bytes.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) bytes[i];
        }
        writer.write(new EncodedRow(table, row), NO_TIME);
    }

    private long files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).count();
        }
    }
}
