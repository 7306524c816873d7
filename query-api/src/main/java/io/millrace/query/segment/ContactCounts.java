package io.millrace.query.segment;

import io.millrace.query.http.Call;
import java.util.List;
import java.util.Map;

/** How many contacts a segment has: those the job keeps. Thread-safe. */
final class ContactCounts {

    private final MemberCounts members;

    ContactCounts(MemberCounts members) {
        this.members = members;
    }

    long of(Call call, SegmentVersion segment, SegmentStatus status) {
        return members.of(call.ownWorkspace().id(), segment.id());
    }

    /** By segment, for a list: what the job keeps, without asking about each. */
    Map<String, Long> ofAll(String workspace, List<SegmentVersion> shown) {
        return members.of(workspace, shown.stream().map(SegmentVersion::id).toList());
    }
}
