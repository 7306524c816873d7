package io.millrace.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptCheckpointsTest {

    @Test
    void aFileGoesWhenTheLastCheckpointThatRefersToItIsNoLongerKept() {
        KeptCheckpoints checkpoints = new KeptCheckpoints(2);
        checkpoints.cut("a", 1);
        checkpoints.begun(1);

        assertThat(checkpoints.completed(1)).isEmpty();
        checkpoints.begun(2);
        assertThat(checkpoints.completed(2)).isEmpty();
        checkpoints.begun(3);
        assertThat(checkpoints.completed(3)).containsExactly("a");
    }

    @Test
    void aCheckpointBegunBeforeTheInsertStillRefersToIt() {
        KeptCheckpoints checkpoints = new KeptCheckpoints(1);
        checkpoints.cut("a", 1);
        checkpoints.begun(1);
        checkpoints.begun(2);

        assertThat(checkpoints.completed(1)).isEmpty();
        assertThat(checkpoints.completed(2)).isEmpty();
        checkpoints.begun(3);
        assertThat(checkpoints.completed(3)).containsExactly("a");
    }

    @Test
    void anAbortedCheckpointLeavesItsFilesToTheNext() {
        KeptCheckpoints checkpoints = new KeptCheckpoints(1);
        checkpoints.cut("a", 1);
        checkpoints.begun(1);
        checkpoints.cut("b", 2);
        checkpoints.begun(2);

        assertThat(checkpoints.completed(2)).isEmpty();
        checkpoints.begun(3);
        assertThat(checkpoints.completed(3)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatOtherRunsLeftWaitsUntilAllKeptCheckpointsAreOfThisRun() {
        KeptCheckpoints checkpoints = new KeptCheckpoints(2);

        checkpoints.completed(8);
        assertThat(checkpoints.allOfThisRun()).isFalse();
        checkpoints.completed(9);
        assertThat(checkpoints.allOfThisRun()).isTrue();
    }
}
