package io.millrace.flink.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stands between writer and committer, passes every block on, and deletes spilled files that no kept checkpoint refers
 * to. What earlier runs left is deleted once all kept checkpoints are of this run: their blocks were inserted before its
 * first checkpoint could complete. A file that cannot be deleted is tried again with the next checkpoint.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in open
final class SpillCleaner extends AbstractStreamOperator<CommittableMessage<Block>>
        implements OneInputStreamOperator<CommittableMessage<Block>, CommittableMessage<Block>> {

    private static final long serialVersionUID = 1L;

    private final SpillFolder folder;
    private final int keptCheckpoints;

    private transient KeptCheckpoints checkpoints;
    private transient List<Path> leftByOtherRuns;
    private transient List<Path> unneeded;

    SpillCleaner(SpillFolder folder, int keptCheckpoints) {
        this.folder = folder;
        this.keptCheckpoints = keptCheckpoints;
    }

    @Override
    public void open() throws Exception {
        super.open();
        checkpoints = new KeptCheckpoints(keptCheckpoints);
        unneeded = new ArrayList<>();
        var task = getRuntimeContext().getTaskInfo();
        String run = folder.run(getRuntimeContext().getJobInfo().getJobId(), task.getAttemptNumber());
        leftByOtherRuns = task.getIndexOfThisSubtask() == 0 ? folder.otherRuns(run) : List.of();
    }

    @Override
    public void processElement(StreamRecord<CommittableMessage<Block>> element) {
        if (element.getValue() instanceof CommittableWithLineage<Block> message) {
            String file = message.getCommittable().file();
            if (file != null) {
                checkpoints.cut(file, message.getCheckpointIdOrEOI());
            }
        }
        output.collect(element);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        checkpoints.begun(context.getCheckpointId());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        checkpoints.completed(checkpointId).forEach(file -> unneeded.add(new Path(file)));
        if (checkpoints.allOfThisRun()) {
            unneeded.addAll(leftByOtherRuns);
            leftByOtherRuns = List.of();
        }
        unneeded.removeIf(SpillFolder::deleteOrWarn);
    }
}
