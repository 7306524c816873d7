package io.millrace.flink.sink;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Rows into tables of ClickHouse, exactly once: blocks are part of a checkpoint, inserted after it has completed, and
 * inserted again under the same token after a failure. Rows of one task stay in order within their table. A row can be
 * read about one checkpoint interval after it was written.
 *
 * <p>This holds while the tables' deduplication windows reach over the inserts since the checkpoint that is resumed from,
 * and if the job always resumes from its newest checkpoint.
 */
public final class ClickHouseSink
        implements Sink<EncodedRow>, SupportsCommitter<Block>, SupportsPreCommitTopology<Block, Block> {

    private static final long serialVersionUID = 1L;

    private final List<String> targets;
    private final BlockInserter.Factory inserter;
    private final BlockLimits limits;
    private final SpillFolder folder;
    private final int keptCheckpoints;
    private final String uid;

    /**
     * @param targets tables with their columns in the order of the encoded rows, {@code events (workspace, event)}
     * @param keptCheckpoints how many completed checkpoints the cluster keeps
     * @param uid the prefix of the operators' ids
     */
    public ClickHouseSink(
            List<String> targets,
            BlockInserter.Factory inserter,
            BlockLimits limits,
            SpillFolder folder,
            int keptCheckpoints,
            String uid) {
        this.targets = List.copyOf(targets);
        this.inserter = inserter;
        this.limits = limits;
        this.folder = folder;
        this.keptCheckpoints = keptCheckpoints;
        this.uid = uid;
    }

    @Override
    public CommittingSinkWriter<EncodedRow, Block> createWriter(WriterInitContext context) {
        String run = folder.run(
                context.getJobInfo().getJobId(), context.getTaskInfo().getAttemptNumber());
        return new BlockWriter(targets, limits, folder, run, UUID.randomUUID());
    }

    @Override
    public DataStream<CommittableMessage<Block>> addPreCommitTopology(DataStream<CommittableMessage<Block>> blocks) {
        return blocks.transform(
                        "spill-cleaner",
                        CommittableMessageTypeInfo.of(BlockSerializer::new),
                        new SpillCleaner(folder, keptCheckpoints))
                .uid(uid + "-spill-cleaner");
    }

    @Override
    public Committer<Block> createCommitter(CommitterInitContext context) {
        return new BlockCommitter(inserter.open(), Backoff.INSERTS, new SplittableRandom());
    }

    @Override
    public SimpleVersionedSerializer<Block> getCommittableSerializer() {
        return new BlockSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Block> getWriteResultSerializer() {
        return new BlockSerializer();
    }
}
