package io.millrace.flink.sink;

import org.apache.flink.api.connector.sink2.Committer.CommitRequest;

/** A request that must simply succeed: the committer never hands one back. */
record Request(Block block) implements CommitRequest<Block> {

    @Override
    public Block getCommittable() {
        return block;
    }

    @Override
    public int getNumberOfRetries() {
        return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
        throw new AssertionError(t);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
        throw new AssertionError(t);
    }

    @Override
    public void retryLater() {
        throw new AssertionError("handed back");
    }

    @Override
    public void updateAndRetryLater(Block committable) {
        throw new AssertionError("handed back");
    }

    @Override
    public void signalAlreadyCommitted() {
        throw new AssertionError("skipped");
    }
}
