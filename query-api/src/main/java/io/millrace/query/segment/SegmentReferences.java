package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Which segments a rule's JSON names, and where. Reads only rules that the parser has found valid. */
final class SegmentReferences {

    private SegmentReferences() {}

    /** @param pointer the place of the text that names the segment */
    record Reference(String pointer, String segment, JsonNode text) {}

    static List<Reference> in(JsonNode rules, String pointer) {
        List<Reference> found = new ArrayList<>();
        collect(rules, pointer, found);
        return found;
    }

    private static void collect(JsonNode node, String pointer, List<Reference> found) {
        if (node.path("field").asText().equals("segments")) {
            JsonNode value = node.path("value");
            if (value.isTextual()) {
                found.add(new Reference(pointer + "/value", value.textValue(), value));
            }
            for (int i = 0; value.isArray() && i < value.size(); i++) {
                found.add(new Reference(pointer + "/value/" + i, value.get(i).asText(), value.get(i)));
            }
        }
        JsonNode conditions = node.path("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            collect(conditions.get(i), pointer + "/conditions/" + i, found);
        }
    }
}
