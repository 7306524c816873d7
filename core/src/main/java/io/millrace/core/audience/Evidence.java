package io.millrace.core.audience;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.millrace.core.event.Timestamps;
import org.jspecify.annotations.Nullable;

/** Says in JSON what decided about a membership: the event, and the condition that it touched. */
final class Evidence {

    private Evidence() {}

    /** @param condition canonical JSON, null if none was touched */
    static String of(Phase phase, @Nullable String condition) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        if (phase.input() instanceof Input.Event input) {
            EventView event = input.event();
            evidence.put("type", event.type().text());
            if (!event.name().isEmpty()) {
                evidence.put("event", event.name());
            }
            evidence.put("message_id", event.messageId()).put("timestamp", Timestamps.format(event.timestamp()));
        } else if (phase.input() instanceof Input.Absorb merge) {
            evidence.put("merged", merge.source().person().id());
        } else if (phase.input() instanceof Input.Action action
                && !action.requestId().isEmpty()) {
            evidence.put("request_id", action.requestId());
        }
        if (condition != null) {
            evidence.putRawValue("condition", new RawValue(condition));
        }
        return evidence.toString();
    }

    /** A condition that names a segment. */
    static String inSegment(String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("field", "segments")
                .put("value", id)
                .toString();
    }
}
