package io.millrace.query.segment;

import io.millrace.core.definition.BackfillStatus;
import java.util.Optional;

/**
 * Whether a segment's version is judged.
 *
 * @param active whether its members are those of this version, and can be read
 * @param progress of the back-fill, between 0 and 1
 * @param error what keeps the back-fill from getting on; empty if nothing does
 */
record SegmentStatus(boolean active, double progress, String error) {

    static final SegmentStatus ACTIVE = new SegmentStatus(true, 1, "");

    /** A back-fill and the version of the definition that says so. */
    record Written(BackfillStatus status, long version) {}

    static SegmentStatus of(SegmentVersion segment, Optional<Written> backfill, RulesJudged judged) {
        if (segment.definition().handKept()) {
            return ACTIVE;
        }
        Optional<Written> present = backfill.filter(written -> written.status().version() == segment.version());
        if (present.isEmpty()) {
            return new SegmentStatus(false, 0, "");
        }
        BackfillStatus status = present.get().status();
        if (!status.doneFor(segment.version())) {
            return new SegmentStatus(false, status.progress(), status.error());
        }
        return judged.through(present.get().version()) ? ACTIVE : new SegmentStatus(false, 1, "");
    }
}
