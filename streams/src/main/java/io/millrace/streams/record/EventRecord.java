package io.millrace.streams.record;

import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event on its way, as the value of a record in topic {@code events}: what jobs decide by, already read, and
 * the rest of the event's own JSON text, never parsed again to be stored. The arrival is the record's append time.
 *
 * @param keyId the API key that brought it
 * @param importId the import it belongs to, empty for live events; imports are deduplicated for longer
 * @param event a track's name; other calls need none, and what one says is kept but names nothing
 * @param timestampMillis the client's time, null if it gave none
 * @param sentAtMillis the client's clock at sending, the event's own or its batch's, null if unknown
 * @param flags bits of {@link io.millrace.core.event.EventFlag}
 * @param body a JSON object in UTF-8 with everything else: first {@code context} (always there, an object), then
 *     {@code originalTimestamp}, {@code properties}, {@code traits}, {@code integrations} and unknown fields; none of
 *     {@code messageId type event userId anonymousId timestamp receivedAt}
 */
public record EventRecord(
        String workspace,
        String keyId,
        String importId,
        EventType type,
        String messageId,
        @Nullable String event,
        @Nullable String userId,
        @Nullable String anonymousId,
        @Nullable Long timestampMillis,
        @Nullable Long sentAtMillis,
        int flags,
        byte[] body) {

    public EventRecord {
        if (workspace.isEmpty() || messageId.isEmpty()) {
            throw new IllegalArgumentException("an event record needs a workspace and a messageId");
        }
        if (userId == null && anonymousId == null) {
            throw new IllegalArgumentException("an event record needs a userId or an anonymousId");
        }
    }

    public Person person() {
        return Person.of(userId, anonymousId);
    }

    public boolean imported() {
        return !importId.isEmpty();
    }

    /** The name by which counts and analytics know this event; empty for identify, group and alias. */
    public String eventName() {
        return type.eventName(event == null ? "" : event);
    }
}
