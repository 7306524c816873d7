package io.millrace.query.segment;

import io.millrace.clickhouse.ClickHouseException;
import io.millrace.query.http.Call;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many contacts a segment has: those the job keeps. Until a new version is brought in and judged, the rules are asked
 * instead, which give the same number. Thread-safe.
 */
final class ContactCounts {

    private static final Logger LOG = LoggerFactory.getLogger(ContactCounts.class);

    private final MemberCounts members;
    private final SegmentAudience audience;

    ContactCounts(MemberCounts members, SegmentAudience audience) {
        this.members = members;
        this.audience = audience;
    }

    long of(Call call, SegmentVersion segment, SegmentStatus status) {
        String workspace = call.ownWorkspace().id();
        if (status.active()) {
            return members.of(workspace, segment.id());
        }
        try {
            return audience.count(
                    call.ownWorkspace(), audience.ruleOf(segment), call.at().toEpochMilli());
        } catch (ClickHouseException e) {
            // The segment itself is well, and its answer must not fail for a number.
            LOG.warn("The contacts of {} cannot be counted by its rules now: {}", segment.id(), e.getMessage());
            return members.of(workspace, segment.id());
        }
    }

    /** By segment, for a list of judged ones: what the job keeps, without asking about each. */
    Map<String, Long> ofJudged(String workspace, List<SegmentVersion> shown) {
        return members.of(workspace, shown.stream().map(SegmentVersion::id).toList());
    }
}
