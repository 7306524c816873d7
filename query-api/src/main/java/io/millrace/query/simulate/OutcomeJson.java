package io.millrace.query.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.core.event.Timestamps;
import io.millrace.core.simulate.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a scenario does to segments.
 *
 * @param checkpoints the texts by which each instant was asked for, which are the answer's keys
 */
record OutcomeJson(Outcome outcome, Map<Long, Set<String>> checkpoints) implements JsonAnswer {

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("transitions");
        for (Outcome.Transition transition : outcome.transitions()) {
            transition(json, transition);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("members");
        Map<Long, Set<String>> unread = new LinkedHashMap<>(checkpoints);
        outcome.checkpoints().read((instant, members) -> members(json, unread.remove(instant), members));
        for (Set<String> texts : unread.values()) {
            // Nothing ever happens in the scenario.
            members(json, texts, Map.of());
        }
        json.writeEndObject();
        refused(json, outcome.refused());
        json.writeEndObject();
    }

    private static void transition(JsonGenerator json, Outcome.Transition transition) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", Timestamps.format(transition.at()));
        json.writeStringField("contact", transition.contact());
        json.writeStringField("segment", transition.segment());
        json.writeStringField("change", transition.entered() ? "entered" : "exited");
        json.writeStringField("cause", transition.cause().text());
        json.writeEndObject();
    }

    private static void members(
            JsonGenerator json, @Nullable Set<String> checkpoints, Map<String, List<String>> segments)
            throws IOException {
        for (String checkpoint : Objects.requireNonNull(checkpoints)) {
            json.writeObjectFieldStart(checkpoint);
            for (Map.Entry<String, List<String>> segment : segments.entrySet()) {
                json.writeArrayFieldStart(segment.getKey());
                for (String contact : segment.getValue()) {
                    json.writeString(contact);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
    }

    /** The field {@code refused}. */
    static void refused(JsonGenerator json, List<Outcome.Refusal> refusals) throws IOException {
        json.writeArrayFieldStart("refused");
        for (Outcome.Refusal refusal : refusals) {
            json.writeStartObject();
            json.writeStringField("at", Timestamps.format(refusal.at()));
            json.writeStringField("do", refusal.action());
            json.writeStringField("reason", refusal.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
