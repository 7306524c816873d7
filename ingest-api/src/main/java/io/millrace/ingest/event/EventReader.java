package io.millrace.ingest.event;

import io.millrace.core.event.EventFlag;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.EventType;
import io.millrace.core.event.RejectReason;
import io.millrace.core.event.ReservedNames;
import io.millrace.core.event.Timestamps;
import io.millrace.ingest.json.JsonField;
import io.millrace.ingest.json.JsonValue;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Judges one event: what it says becomes a record, or the first thing wrong with it a rejected record. */
final class EventReader {

    static final int MESSAGE_ID_LENGTH_MAX = 100;

    private final EventRules rules;
    private final Payload payload;
    private final Sender sender;
    private final JsonValue event;
    private final int index;
    private @Nullable String messageId;
    private @Nullable Violation violation;

    EventReader(EventRules rules, Payload payload, Sender sender, int index) {
        this.rules = rules;
        this.payload = payload;
        this.sender = sender;
        this.event = payload.events.get(index);
        this.index = index;
    }

    /** The record, or null if the event is to be rejected. */
    @Nullable
    EventRecord read() {
        if (payload.shared.violation() != null) {
            violation = payload.shared.violation();
            return null;
        }
        if (!event.isObject()) {
            violate(RejectReason.NOT_AN_OBJECT, "an event must be a JSON object");
            return null;
        }
        if (tooLarge()) {
            return null;
        }
        EventFields fields = new EventFields(event);
        messageId = text("messageId", fields.take("messageId", "message_id"));
        checkText();
        EventType type = type(fields);
        String userId = text("userId", fields.take("userId", "user_id"));
        String anonymousId = text("anonymousId", fields.take("anonymousId", "anonymous_id"));
        if (userId == null && anonymousId == null) {
            violate(RejectReason.MISSING_ID, "needs a userId or an anonymousId");
        }
        String name = name(type, fields);
        JsonValue timestamp = fields.take("timestamp");
        JsonValue original = fields.take("originalTimestamp", "original_timestamp");
        JsonValue sentAt = fields.take("sentAt", "sent_at");
        Long timestampMillis = millis("timestamp", timestamp == null ? original : timestamp);
        Long sentAtMillis = millis("sentAt", sentAt == null ? payload.shared.sentAt() : sentAt);
        if (!EventTime.of(timestampMillis, sentAtMillis, rules.nowMillis()).inRange()) {
            violate(RejectReason.TIMESTAMP_OUT_OF_RANGE, "the time lies before 1970");
        }
        EventBody body = new EventBody(
                new ContextText(object("context", fields), payload.shared.context()),
                original == null ? timestamp : original,
                sentAt,
                objectOrNull("properties", fields),
                objectOrNull("traits", fields),
                ObjectText.merge(object("integrations", fields), payload.shared.integrations()));
        if (violation != null || type == null) {
            return null;
        }
        return new EventRecord(
                sender.workspace(),
                sender.keyId(),
                sender.importId(),
                type,
                messageId == null ? rules.messageId(index) : messageId,
                name,
                userId,
                anonymousId,
                timestampMillis,
                sentAtMillis,
                flags(),
                body.write(type, fields, sender, event.length() + payload.shared.bytes()));
    }

    /** Why {@link #read} gave nothing. */
    RejectedRecord rejected() {
        Violation found = violation;
        if (found == null) {
            throw new IllegalStateException("event " + index + " is storable");
        }
        return new RejectedRecord(
                sender.workspace(),
                sender.keyId(),
                sender.importId(),
                messageId,
                found.reason(),
                found.detail(),
                sender.firstPosition() + index,
                event.toByteArray());
    }

    /** Measures what the client wrote, before anything is made of it: its size is what makes such an event costly. */
    private boolean tooLarge() {
        int bytes = payload.document.lengthAsSent(event);
        if (bytes <= rules.eventBytesMax()) {
            return false;
        }
        violate(RejectReason.EVENT_TOO_LARGE, "has " + bytes + " bytes, accepted are " + rules.eventBytesMax());
        JsonValue id = JsonField.find(event, "messageId");
        messageId = id != null && id.isString() && !id.isEmptyString() ? id.text() : null;
        return true;
    }

    private void checkText() {
        payload.document.blemishWithin(event).ifPresent(text -> violate(RejectReason.INVALID_FIELD, text));
        if (messageId != null && messageId.codePointCount(0, messageId.length()) > MESSAGE_ID_LENGTH_MAX) {
            violate(RejectReason.MESSAGE_ID_TOO_LONG, "messageId may have " + MESSAGE_ID_LENGTH_MAX + " characters");
        }
    }

    private @Nullable EventType type(EventFields fields) {
        JsonValue said = fields.take("type");
        if (rules.routeType() != null) {
            return rules.routeType();
        }
        Optional<EventType> type = said != null && said.isString() ? EventType.fromText(said.text()) : Optional.empty();
        if (type.isEmpty()) {
            violate(
                    RejectReason.UNKNOWN_TYPE,
                    said == null ? "type is missing" : "type must be track, identify, page, screen, group or alias");
        }
        return type.orElse(null);
    }

    private @Nullable String name(@Nullable EventType type, EventFields fields) {
        JsonValue said = fields.take("event");
        if (type != EventType.TRACK) {
            return said != null && said.isString() ? said.text() : null; // It names nothing there, but stays.
        }
        if (said == null) {
            violate(RejectReason.MISSING_EVENT, "a track call needs an event");
            return null;
        }
        if (!said.isString()) {
            violate(RejectReason.INVALID_FIELD, "event must be a string");
            return null;
        }
        String name = said.text();
        if (ReservedNames.isReserved(name)) {
            violate(RejectReason.RESERVED_NAME, name + " is written by Millrace alone");
        }
        return name;
    }

    private int flags() {
        boolean nulled = payload.shared.nulled() || payload.document.nulledWithin(event);
        return nulled ? EventFlag.NOT_A_NUMBER_AS_NULL.bit() : 0;
    }

    private @Nullable String text(String name, @Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        if (!value.isString() && !value.isNumber()) {
            violate(RejectReason.INVALID_FIELD, name + " must be a string");
            return null;
        }
        return value.text();
    }

    private @Nullable Long millis(String name, @Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        OptionalLong millis = OptionalLong.empty();
        if (value.isString()) {
            millis = Timestamps.parse(value.text());
        } else if (value.isNumber()) {
            millis = Timestamps.parseNumber(value.text());
        }
        if (millis.isEmpty()) {
            violate(RejectReason.INVALID_TIMESTAMP, name + " is neither ISO-8601 nor epoch seconds or milliseconds");
            return null;
        }
        return millis.getAsLong();
    }

    /** An empty array is an empty object of PHP, which knows no difference. */
    private @Nullable JsonValue objectOrNull(String name, EventFields fields) {
        JsonValue value = fields.take(name);
        if (value != null && value.isEmptyArray()) {
            return null;
        }
        if (value != null && !value.isObject()) {
            violate(RejectReason.INVALID_FIELD, name + " must be an object");
            return null;
        }
        return value;
    }

    private Map<String, JsonField> object(String name, EventFields fields) {
        JsonValue value = objectOrNull(name, fields);
        return value == null ? Map.of() : JsonField.of(value);
    }

    private void violate(RejectReason reason, String detail) {
        if (violation == null) {
            violation = new Violation(reason, detail);
        }
    }
}
