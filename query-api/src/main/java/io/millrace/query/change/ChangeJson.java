package io.millrace.query.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import io.millrace.streams.record.SegmentChange;
import java.util.List;

/** A change as answers show it, in the log and on the stream alike. */
final class ChangeJson {

    static final List<String> CSV_HEADER = List.of(
            "segment",
            "contact",
            "external_id",
            "anonymous_id",
            "change",
            "cause",
            "at",
            "known_at",
            "version",
            "evidence");

    private ChangeJson() {}

    static ObjectNode of(SegmentChange change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("segment", change.segment());
        json.put("contact", change.contact().toString());
        json.put("external_id", change.externalId().isEmpty() ? null : change.externalId());
        json.put("anonymous_id", change.anonymousId().isEmpty() ? null : change.anonymousId());
        json.put("change", change.entered() ? "entered" : "exited");
        json.put("cause", change.cause());
        json.put("at", Timestamps.format(change.at()));
        json.put("known_at", Timestamps.format(change.knownAt()));
        json.put("version", change.version());
        try {
            json.set("evidence", Json.MAPPER.readTree(change.evidence()));
        } catch (JsonProcessingException e) {
            json.put("evidence", change.evidence());
        }
        return json;
    }

    static List<String> cells(SegmentChange change) {
        return List.of(
                change.segment(),
                change.contact().toString(),
                change.externalId(),
                change.anonymousId(),
                change.entered() ? "entered" : "exited",
                change.cause(),
                Timestamps.format(change.at()),
                Timestamps.format(change.knownAt()),
                Long.toString(change.version()),
                change.evidence());
    }
}
