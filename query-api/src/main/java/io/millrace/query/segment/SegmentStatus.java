package io.millrace.query.segment;

import io.millrace.core.definition.BackfillStatus;
import java.util.Optional;

/**
 * Whether a segment's version is judged.
 *
 * @param active whether its members are those of this version
 * @param progress of the back-fill, between 0 and 1
 * @param error what keeps the back-fill from getting on; empty if nothing does
 */
record SegmentStatus(boolean active, double progress, String error) {

    static SegmentStatus of(SegmentVersion segment, Optional<BackfillStatus> backfill) {
        if (segment.definition().handKept()
                || backfill.map(status -> status.doneFor(segment.version())).orElse(false)) {
            return new SegmentStatus(true, 1, "");
        }
        return backfill.filter(status -> status.version() == segment.version())
                .map(status -> new SegmentStatus(false, status.progress(), status.error()))
                .orElse(new SegmentStatus(false, 0, ""));
    }
}
