package io.millrace.query.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Explanation;
import io.millrace.core.event.Timestamps;
import java.util.OptionalLong;

/** An explanation as it is answered. */
public final class ExplanationJson {

    private ExplanationJson() {}

    static ObjectNode of(Explanation explanation, String contact, OptionalLong since) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("segment", explanation.segment());
        json.put("contact", contact);
        json.put("member", explanation.member());
        put(json, "since", explanation.member() ? since : OptionalLong.empty());
        put(json, "changes_at", explanation.changes());
        json.put("version", explanation.version());
        json.set("rule", explanation.rule() == null ? null : condition(explanation.rule()));
        json.put("as_of", Timestamps.format(explanation.at()));
        return json;
    }

    private static ObjectNode condition(Explanation.Condition condition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("condition", condition.rule());
        json.put("holds", condition.holds());
        if (condition.conditions().isEmpty() || condition.value() != null) {
            json.set("value", condition.value());
        }
        if (!condition.events().isEmpty()) {
            ArrayNode events = json.putArray("events");
            condition.events().forEach(event -> events.addObject()
                    .put("name", event.name())
                    .put("message_id", event.messageId())
                    .put("timestamp", Timestamps.format(event.timestamp()))
                    .put("received_at", Timestamps.format(event.arrivedAt())));
        }
        if (condition.truncated()) {
            json.put("truncated", true);
        }
        put(json, "changes_at", condition.changes());
        if (!condition.conditions().isEmpty()) {
            ArrayNode conditions = json.putArray("conditions");
            condition.conditions().forEach(part -> conditions.add(condition(part)));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, OptionalLong millis) {
        if (millis.isPresent()) {
            json.put(name, Timestamps.format(millis.getAsLong()));
        } else {
            json.putNull(name);
        }
    }
}
