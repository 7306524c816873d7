package io.millrace.flink;

import io.millrace.core.event.EventType;
import io.millrace.core.event.RejectReason;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Event records of tests. */
public final class Records {

    private Records() {}

    public static EventRecord track(String workspace, String person, String messageId) {
        return track(workspace, person, messageId, "purchase", null, "");
    }

    public static EventRecord track(
            String workspace,
            String person,
            String messageId,
            String event,
            @Nullable Long timestampMillis,
            String importId) {
        return record(
                workspace,
                person,
                messageId,
                event,
                timestampMillis,
                importId,
                "{\"context\":{\"ip\":\"127.0.0.1\"},\"properties\":{\"amount\":19.90}}");
    }

    public static EventRecord record(
            String workspace,
            String person,
            String messageId,
            String event,
            @Nullable Long timestampMillis,
            String importId,
            String body) {
        return new EventRecord(
                workspace,
                "key_1",
                importId,
                EventType.TRACK,
                messageId,
                event,
                person,
                null,
                timestampMillis,
                null,
                0,
                body.getBytes(StandardCharsets.UTF_8));
    }

    public static RejectedRecord rejected(String workspace, String messageId) {
        return new RejectedRecord(
                workspace,
                "key_1",
                "",
                messageId,
                RejectReason.MISSING_EVENT,
                "event: missing, expected a name",
                3,
                "{\"type\":\"track\"}".getBytes(StandardCharsets.UTF_8));
    }
}
