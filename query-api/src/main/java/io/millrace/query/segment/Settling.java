package io.millrace.query.segment;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a segment's new version is judged, so that what is read after an answer agrees with it. Thread-safe. */
final class Settling {

    private static final long POLL_MILLIS = 50;

    private final Segments segments;
    private final RulesJudged judged;
    private final Duration most;

    /** @param most after this long the answer says how far the back-fill is instead */
    Settling(Segments segments, RulesJudged judged, Duration most) {
        this.segments = segments;
        this.judged = judged;
        this.most = most;
    }

    /** How it stands, without waiting. */
    SegmentStatus status(String workspace, SegmentVersion segment) {
        return SegmentStatus.of(segment, segments.backfill(workspace, segment.id()), judged);
    }

    SegmentStatus await(String workspace, SegmentVersion segment) {
        await(() -> status(workspace, segment).active());
        return status(workspace, segment);
    }

    /** Until nobody is in a segment any more that was deleted by this version. */
    void awaitDeleted(long version) {
        await(() -> judged.through(version));
    }

    private void await(BooleanSupplier over) {
        long end = System.nanoTime() + most.toNanos();
        while (!over.getAsBoolean() && System.nanoTime() - end < 0) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a segment", e);
        }
    }
}
