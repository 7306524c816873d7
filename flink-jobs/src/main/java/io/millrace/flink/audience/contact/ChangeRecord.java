package io.millrace.flink.audience.contact;

import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Outgoing;
import io.millrace.streams.Topics;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import java.nio.charset.StandardCharsets;

/** A transition as a record of topic {@code segment-changes}; what one contact does stays in order. */
final class ChangeRecord {

    private ChangeRecord() {}

    /** @param root whose key holds the contact; names it for people */
    static Outgoing of(
            String workspace, Person root, ContactId contact, SegmentTransition transition, long knownMillis) {
        boolean user = root.kind() == Person.Kind.USER;
        SegmentChange change = new SegmentChange(
                workspace,
                transition.segment(),
                contact,
                user ? root.id() : "",
                user ? "" : root.id(),
                transition.entered(),
                transition.cause().text(),
                transition.at(),
                knownMillis,
                transition.version(),
                transition.evidence());
        return new Outgoing(
                Topics.SEGMENT_CHANGES,
                change.key().getBytes(StandardCharsets.UTF_8),
                SegmentChangeCodec.encode(change));
    }
}
