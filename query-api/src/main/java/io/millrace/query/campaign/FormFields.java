package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The fields of a request that say what a campaign does, and how they are laid over those of before: each takes the place
 * of the one before, null takes it away; of settings likewise each.
 */
final class FormFields {

    static final String SETTINGS = "settings";

    /** Settings that have two names; whichever is given takes the place of both. */
    private static final List<List<String>> SAME =
            List.of(List.of("frequency_cap", "frequencyCap"), List.of("quiet_hours", "quietHours"));

    /** Dates that may stand in the settings or beside them. */
    private static final Map<String, String> BESIDE = Map.of("start_at", "startAt", "end_at", "endAt");

    private FormFields() {}

    /** Those of a body that belong to the form. */
    static ObjectNode of(JsonNode body, CampaignForm form) {
        ObjectNode fields = JsonNodeFactory.withExactBigDecimals(true).objectNode();
        for (String name : form.fields()) {
            if (body.has(name)) {
                fields.set(name, body.get(name));
            }
        }
        return fields;
    }

    static ObjectNode laidOver(ObjectNode before, ObjectNode changed) {
        ObjectNode after = before.deepCopy();
        changed.fields().forEachRemaining(field -> {
            if (field.getKey().equals(SETTINGS) && field.getValue().isObject()) {
                settings(after, (ObjectNode) field.getValue());
            } else {
                put(after, field.getKey(), field.getValue());
            }
        });
        return after;
    }

    private static void settings(ObjectNode form, ObjectNode changed) {
        ObjectNode settings = form.path(SETTINGS) instanceof ObjectNode given ? given : form.putObject(SETTINGS);
        changed.fields().forEachRemaining(field -> {
            SAME.stream().filter(names -> names.contains(field.getKey())).forEach(settings::remove);
            if (BESIDE.containsKey(field.getKey())) {
                form.remove(BESIDE.get(field.getKey()));
            }
            put(settings, field.getKey(), field.getValue());
        });
    }

    private static void put(ObjectNode object, String name, JsonNode value) {
        if (value.isNull()) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }
}
