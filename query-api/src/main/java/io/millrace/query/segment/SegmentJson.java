package io.millrace.query.segment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.core.event.Timestamps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A segment as answers show it. */
final class SegmentJson {

    static final List<String> CSV_HEADER = List.of(
            "id", "name", "description", "type", "rules", "contact_count", "status", "created_at", "updated_at");

    private SegmentJson() {}

    static ObjectNode of(SegmentVersion segment, SegmentStatus status, long contacts) {
        SegmentDefinition definition = segment.definition();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", definition.id());
        json.put("name", definition.name());
        json.put("description", definition.description());
        json.put("type", definition.handKept() ? "static" : "dynamic");
        json.set("rules", definition.rules());
        json.put("contact_count", contacts);
        json.put("status", status.active() ? "active" : "backfilling");
        if (!status.active()) {
            json.put("progress", BigDecimal.valueOf(status.progress()).setScale(3, RoundingMode.DOWN));
            if (!status.error().isEmpty()) {
                json.put("error", status.error());
            }
        }
        json.put("version", segment.version());
        json.put("created_at", Timestamps.format(definition.createdAt().toEpochMilli()));
        json.put("updated_at", Timestamps.format(definition.updatedAt().toEpochMilli()));
        return json;
    }
}
