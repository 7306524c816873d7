package io.millrace.flink.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows into one open block per table and hands all of them over at each checkpoint. A token is the table, an id
 * that this writer made up at its start, and a running number; a restarted writer makes up another id, so a token never
 * stands for two contents. Replays keep theirs, since it stands in the checkpoint.
 */
final class BlockWriter implements CommittingSinkWriter<EncodedRow, Block> {

    private final List<String> targets;
    private final BlockLimits limits;
    private final SpillFolder folder;
    private final String run;
    private final UUID id;
    private final @Nullable OpenBlock[] open;
    private final List<Block> full = new ArrayList<>();
    private long sequence;

    BlockWriter(List<String> targets, BlockLimits limits, SpillFolder folder, String run, UUID id) {
        this.targets = targets;
        this.limits = limits;
        this.folder = folder;
        this.run = run;
        this.id = id;
        this.open = new OpenBlock[targets.size()];
    }

    @Override
    public void write(EncodedRow row, Context context) throws IOException {
        OpenBlock block = open[row.table];
        if (block == null) {
            block = openBlock(row.table);
            open[row.table] = block;
        }
        block.add(row.rowBinary);
        if (block.rows() >= limits.rows() || block.bytes() >= limits.bytes()) {
            full.add(block.cut());
            open[row.table] = null;
        }
    }

    private OpenBlock openBlock(int table) {
        String target = targets.get(table);
        String token = Block.tableOf(target) + "-" + id + "-" + sequence++;
        return new OpenBlock(target, token, folder, folder.file(run, token), limits.inlineBytes());
    }

    @Override
    public Collection<Block> prepareCommit() throws IOException {
        List<Block> blocks = new ArrayList<>(full);
        full.clear();
        for (int table = 0; table < open.length; table++) {
            OpenBlock block = open[table];
            if (block != null) {
                blocks.add(block.cut());
                open[table] = null;
            }
        }
        return blocks;
    }

    @Override
    public void flush(boolean endOfInput) {
        // Rows leave with the checkpoint alone.
    }

    @Override
    public void close() {
        for (OpenBlock block : open) {
            if (block != null) {
                block.discard();
            }
        }
    }
}
