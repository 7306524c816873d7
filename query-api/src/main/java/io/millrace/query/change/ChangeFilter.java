package io.millrace.query.change;

import io.millrace.core.event.ContactId;
import io.millrace.streams.record.SegmentChange;
import java.util.Optional;

/** Which changes of a workspace are wanted; empty means any. */
record ChangeFilter(String workspace, Optional<String> segment, Optional<ContactId> contact) {

    boolean lets(SegmentChange change) {
        return change.workspace().equals(workspace)
                && segment.map(change.segment()::equals).orElse(true)
                && contact.map(change.contact()::equals).orElse(true);
    }
}
