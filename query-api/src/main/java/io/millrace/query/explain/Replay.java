package io.millrace.query.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.EngineOptions;
import io.millrace.core.audience.Explanation;
import io.millrace.core.audience.Input;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.request.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Judges a contact at an instant over its stored history: all of it in one step, in order of arrival, so that what counts
 * is when things happened, over everything known now. Pure.
 */
final class Replay {

    private Replay() {}

    /** What arrived when; it becomes an input when its place among all that arrived is known. */
    private record Arrived(Arrival arrival, IntFunction<@Nullable Input> input) {}

    static Optional<Explanation> explain(ContactHistory history, AudienceRules rules, String segment, long atMillis) {
        ContactEngine engine = new ContactEngine(rules, EngineOptions.TRACED);
        return engine.explain(judged(history, engine, atMillis), segment, atMillis);
    }

    /** The contact as of the instant. */
    static ContactState judged(ContactHistory history, ContactEngine engine, long atMillis) {
        List<Arrived> arrived = new ArrayList<>();
        for (JsonNode row : history.events()) {
            KnownEvent event = KnownEvent.stored(row);
            arrived.add(new Arrived(event.arrival(), place -> new Input.Event(event)));
        }
        for (JsonNode row : history.writes()) {
            Arrival arrival = new Arrival(
                    row.path("received_ms").asLong(),
                    Long.parseUnsignedLong(row.path("sequence").asText()));
            arrived.add(new Arrived(arrival, place -> write(row, arrival, place, history)));
        }
        arrived.sort(Comparator.comparing(Arrived::arrival));
        List<Input> inputs = new ArrayList<>();
        for (int place = 0; place < arrived.size(); place++) {
            Input input = arrived.get(place).input().apply(place);
            if (input != null) {
                inputs.add(input);
            }
        }
        if (inputs.isEmpty()) {
            // Known, but of nothing that a rule could name.
            ContactAction.Update nothing = new ContactAction.Update(
                    JsonNodeFactory.instance.objectNode(), null, List.of(), List.of(), Map.of());
            inputs.add(new Input.Action(nothing, new Arrival(atMillis, 0), ""));
        }
        ContactState state = ContactState.unborn(history.root());
        engine.step(state, atMillis, inputs);
        return state;
    }

    /** Null for what this version does not know. */
    private static @Nullable Input write(JsonNode row, Arrival arrival, int place, ContactHistory history) {
        String key = row.path("key").asText();
        JsonNode value = value(row.path("value").asText());
        long timestamp = row.path("at_ms").asLong();
        // Changes of all but traits have the time of their arrival, those of a merge that of what they keep; of two
        // that
        // have the same time the one that arrived later wins.
        Arrival happened = new Arrival(timestamp, place);
        return switch (row.path("field").asText()) {
            case "trait" ->
                new Input.Event(KnownEvent.trait(
                        key, value, timestamp, arrival, history.root().id()));
            case "tags" -> action(update(texts(value), Map.of()), happened);
            case "score" -> action(update(null, score(key, value)), happened);
            case "subscription" ->
                action(new ContactAction.Subscribe(key.isEmpty() ? null : key, value.asBoolean()), happened);
            case "static" ->
                action(
                        value.asBoolean()
                                ? new ContactAction.StaticMembership(Set.of(key), Set.of())
                                : new ContactAction.StaticMembership(Set.of(), Set.of(key)),
                        happened);
            default -> null;
        };
    }

    private static Input action(ContactAction action, Arrival happened) {
        return new Input.Action(action, happened, "");
    }

    private static ContactAction update(@Nullable List<String> tags, Map<String, @Nullable BigDecimal> scores) {
        return new ContactAction.Update(JsonNodeFactory.instance.objectNode(), tags, List.of(), List.of(), scores);
    }

    private static Map<String, @Nullable BigDecimal> score(String key, JsonNode value) {
        Map<String, @Nullable BigDecimal> scores = new HashMap<>();
        scores.put(key, value.isNumber() ? value.decimalValue() : null);
        return scores;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode value(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored value is no JSON: " + json, e);
        }
    }
}
