package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.RuleReferences;
import io.millrace.core.rule.SegmentOrder;
import io.millrace.core.simulate.Scenario;
import io.millrace.core.simulate.ScenarioAction;
import io.millrace.core.simulate.ScenarioEvent;
import io.millrace.core.simulate.SegmentSpec;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what all scenarios have: time zone, subscription groups, segments, events, actions, and until when. */
final class ScenarioParser {

    private static final Map<String, Boolean> DEFAULTS = Map.of("subscribed", true, "unsubscribed", false);

    private final ObjectReader scenario;
    private final SimulateSettings settings;
    private final Rules rules;
    private final @Nullable Campaigns campaigns;
    private final Faults faults;

    /** @param campaigns null if there are actions about segments and contacts alone */
    ScenarioParser(ObjectReader scenario, SimulateSettings settings, Rules rules, @Nullable Campaigns campaigns) {
        this.campaigns = campaigns;
        this.scenario = scenario;
        this.settings = settings;
        this.rules = rules;
        this.faults = scenario.faults();
    }

    /** The scenario; worth nothing if there are faults afterwards. */
    Scenario parse(Set<Long> checkpoints) {
        ZoneId zone = zone();
        Set<String> optOutGroups = optOutGroups();
        Map<String, SegmentSpec> segments = segments();
        List<ScenarioEvent> events = events();
        List<ScenarioAction> actions = actions();
        OptionalLong until = Instants.optional(scenario, "until");
        checkMentions(segments.keySet(), actions);
        if (!faults.isEmpty()) {
            return new Scenario(zone, Set.of(), Map.of(), List.of(), List.of(), until, Set.of());
        }
        return new Scenario(zone, optOutGroups, segments, events, actions, until, checkpoints);
    }

    /** The elements of a list that may have so many. */
    List<JsonNode> bounded(String name, int most) {
        List<JsonNode> elements = scenario.list(name);
        if (elements.size() <= most) {
            return elements;
        }
        tooMany(name, elements.size(), most);
        return List.of();
    }

    private void tooMany(String name, int count, int most) {
        String expected = "up to " + most;
        faults.add(
                scenario.at(name),
                "too_large",
                IntNode.valueOf(count),
                expected,
                "has " + count + " elements, expected " + expected);
    }

    private ZoneId zone() {
        Optional<String> name = scenario.text("timezone");
        if (name.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name.get());
        } catch (DateTimeException e) {
            faults.invalid(scenario.at("timezone"), TextNode.valueOf(name.get()), "a time zone such as Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }

    private Set<String> optOutGroups() {
        Set<String> groups = new HashSet<>();
        object("subscription_groups").ifPresent(all -> all.fields().forEachRemaining(group -> ObjectReader.of(
                        group.getValue(), pointer("subscription_groups", group.getKey()), faults)
                .ifPresent(reader -> {
                    if (subscribedByDefault(reader)) {
                        groups.add(group.getKey());
                    }
                })));
        return groups;
    }

    private boolean subscribedByDefault(ObjectReader group) {
        if (group.any("default") == null) {
            faults.required(group.at("default"), "the group's default is needed", "subscribed or unsubscribed");
        }
        boolean subscribed = group.choice("default", DEFAULTS, false);
        group.finish();
        return subscribed;
    }

    private Map<String, SegmentSpec> segments() {
        Map<String, SegmentSpec> segments = new LinkedHashMap<>();
        Optional<JsonNode> all = object("segments");
        int count = all.map(JsonNode::size).orElse(0);
        if (count > settings.segments()) {
            tooMany("segments", count, settings.segments());
            return segments;
        }
        all.ifPresent(json -> json.fields().forEachRemaining(segment -> {
            String pointer = pointer("segments", segment.getKey());
            if (segment.getKey().isEmpty()) {
                faults.invalid(pointer, TextNode.valueOf(""), "a name");
            }
            spec(segment.getValue(), pointer).ifPresent(spec -> segments.put(segment.getKey(), spec));
        }));
        refuseCycle(segments);
        return segments;
    }

    private void refuseCycle(Map<String, SegmentSpec> segments) {
        Map<String, Set<String>> references = new HashMap<>();
        segments.forEach((name, spec) -> references.put(
                name, spec instanceof SegmentSpec.Ruled ruled ? RuleReferences.of(ruled.rule()) : Set.of()));
        SegmentOrder.of(references)
                .cycle()
                .ifPresent(cycle -> faults.invalid(
                        scenario.at("segments"),
                        TextNode.valueOf(String.join(" → ", cycle)),
                        "segments that do not name one another in a cycle"));
    }

    private String pointer(String field, String name) {
        return scenario.at(field) + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private Optional<SegmentSpec> spec(JsonNode json, String pointer) {
        if (!json.has("type") && !json.has("members")) {
            return rules.read(json, pointer).map(SegmentSpec.Ruled::new);
        }
        return ObjectReader.of(json, pointer, faults).map(reader -> {
            Optional<String> type = reader.requiredText("type", "static");
            if (type.isPresent() && !type.get().equals("static")) {
                faults.invalid(reader.at("type"), TextNode.valueOf(type.get()), "static; rules stand without a type");
            }
            List<String> members = Texts.list(reader, "members", "the name of a contact");
            reader.finish();
            return new SegmentSpec.HandKept(members);
        });
    }

    private List<ScenarioEvent> events() {
        List<JsonNode> json = bounded("events", settings.events());
        List<ScenarioEvent> events = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            EventParser.parse(json.get(i), i, scenario.at("events") + "/" + i, faults)
                    .ifPresent(events::add);
        }
        return events;
    }

    private List<ScenarioAction> actions() {
        List<JsonNode> json = bounded("actions", settings.actions());
        List<ScenarioAction> actions = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            ActionParser.parse(json.get(i), scenario.at("actions") + "/" + i, rules, campaigns, faults)
                    .ifPresent(actions::add);
        }
        return actions;
    }

    /** A rule may name a segment that is created later; one that never is, is a mistake. */
    private void checkMentions(Set<String> segments, List<ScenarioAction> actions) {
        if (!faults.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>(segments);
        for (ScenarioAction action : actions) {
            if (action instanceof ScenarioAction.DefineSegment define && define.create()) {
                known.add(define.segment());
            }
        }
        for (Rules.Mention mention : rules.mentions()) {
            if (!known.contains(mention.name().textValue())) {
                faults.invalid(mention.pointer(), mention.name(), "the name of a segment of this scenario");
            }
        }
    }

    private Optional<JsonNode> object(String name) {
        JsonNode json = scenario.any(name);
        if (json != null && !json.isObject()) {
            faults.wrongType(scenario.at(name), json, "an object");
            return Optional.empty();
        }
        return Optional.ofNullable(json);
    }
}
