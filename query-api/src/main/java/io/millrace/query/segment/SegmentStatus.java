package io.millrace.query.segment;

import io.millrace.core.definition.BackfillStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a segment's version is judged.
 *
 * @param active whether its members are those of this version
 * @param since when what is said here was found
 * @param progress of the back-fill, between 0 and 1
 * @param error what keeps the back-fill from getting on; empty if nothing does
 */
record SegmentStatus(boolean active, Instant since, double progress, String error) {

    /** A back-fill and when it was written. */
    record Written(BackfillStatus status, Instant at) {}

    static SegmentStatus of(SegmentVersion segment, Optional<Written> backfill) {
        if (segment.definition().handKept()) {
            return new SegmentStatus(true, segment.at(), 1, "");
        }
        return backfill.filter(written -> written.status().version() == segment.version())
                .map(written -> written.status().doneFor(segment.version())
                        ? new SegmentStatus(true, written.at(), 1, "")
                        : new SegmentStatus(
                                false,
                                written.at(),
                                written.status().progress(),
                                written.status().error()))
                .orElse(new SegmentStatus(false, segment.at(), 0, ""));
    }
}
