package io.millrace.query.segment;

import java.time.Duration;

/** Waits until a segment's new version is judged, so that an answer can show its members. Thread-safe. */
final class Settling {

    private static final long POLL_MILLIS = 50;

    private final Segments segments;
    private final Duration most;

    /** @param most after this long the answer says how far the back-fill is instead */
    Settling(Segments segments, Duration most) {
        this.segments = segments;
        this.most = most;
    }

    SegmentStatus await(String workspace, SegmentVersion segment) {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            SegmentStatus status = SegmentStatus.of(segment, segments.backfill(workspace, segment.id()));
            if (status.active() || System.nanoTime() - end > 0) {
                return status;
            }
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
