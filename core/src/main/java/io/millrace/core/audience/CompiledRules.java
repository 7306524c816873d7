package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules of a workspace as the engine uses them: conditions and segments in places, found by what touches them. */
final class CompiledRules {

    private static final Frame ANY_TIME = new Frame(0, ZoneOffset.UTC);

    private final AudienceRules rules;
    private final EngineOptions options;
    private final List<CompiledSegment> segments = new ArrayList<>();
    private final List<TruthNode> watched = new ArrayList<>();
    private final List<EventLeaf> eventLeaves = new ArrayList<>();
    private final List<ProfileLeaf> profileLeaves = new ArrayList<>();
    private final Map<String, Integer> segmentPlaces = new HashMap<>();
    private final Map<LeafKey, Integer> eventPlaces = new HashMap<>();
    private final NameIndex names;
    private final int layout;

    CompiledRules(AudienceRules rules, EngineOptions options) {
        this.rules = rules;
        this.options = options;
        List<SegmentRule> ordered = RuleOrder.of(rules.active());
        Map<Rule, TreeSet<Integer>> uses = new HashMap<>();
        Map<Integer, TreeSet<Integer>> namedBy = new HashMap<>();
        for (int place = 0; place < ordered.size(); place++) {
            segmentPlaces.put(ordered.get(place).id(), place);
        }
        for (int place = 0; place < ordered.size(); place++) {
            for (Rule leaf : leaves(ordered.get(place))) {
                uses.computeIfAbsent(leaf, none -> new TreeSet<>()).add(place);
                Integer named = leaf instanceof Rule.Segment segment ? segmentPlaces.get(segment.id()) : null;
                if (named != null && named < place) {
                    namedBy.computeIfAbsent(named, none -> new TreeSet<>()).add(place);
                }
            }
        }
        rules.preparing().forEach(segment -> leaves(segment)
                .forEach(leaf -> uses.computeIfAbsent(leaf, none -> new TreeSet<>())));
        Set<Rule> watchedLeaves = new HashSet<>();
        rules.watched().forEach(rule -> watchedLeaves.addAll(RuleLeaves.of(rule)));
        watchedLeaves.forEach(leaf -> uses.computeIfAbsent(leaf, none -> new TreeSet<>()));
        Map<Rule, Integer> places = compileLeaves(uses, watchedLeaves);
        for (int place = 0; place < ordered.size(); place++) {
            SegmentRule segment = ordered.get(place);
            Rule rule = segment.rule();
            TruthNode node = rule == null ? null : rule.accept(new TruthCompiler(places, segmentPlaces, place));
            segments.add(new CompiledSegment(segment, node, array(namedBy.get(place))));
        }
        rules.watched()
                .forEach(rule -> watched.add(rule.accept(new TruthCompiler(places, segmentPlaces, ordered.size()))));
        names = new NameIndex(
                eventLeaves.stream().map(leaf -> leaf.projection().patterns()).toList());
        StringBuilder text = new StringBuilder();
        profileLeaves.forEach(leaf -> text.append(leaf.text()).append('\n'));
        layout = (int) LeafKey.hash(text.toString());
    }

    private static List<Rule> leaves(SegmentRule segment) {
        Rule rule = segment.rule();
        return rule == null ? List.of() : RuleLeaves.of(rule);
    }

    /** Conditions in an order that depends on themselves alone. */
    private Map<Rule, Integer> compileLeaves(Map<Rule, TreeSet<Integer>> uses, Set<Rule> watchedLeaves) {
        Map<Rule, Integer> places = new HashMap<>();
        TreeMap<Long, Rule> byKey = new TreeMap<>();
        TreeMap<String, Rule> byText = new TreeMap<>();
        uses.keySet().forEach(leaf -> {
            if (leaf instanceof Rule.Events || leaf instanceof Rule.Sequence) {
                byKey.put(LeafKey.of(leaf).hash(), leaf);
            } else if (!(leaf instanceof Rule.Segment) && !(leaf instanceof Rule.TriggerProperty)) {
                byText.put(RuleJson.canonical(leaf), leaf);
            }
        });
        byKey.forEach((key, leaf) -> {
            places.put(leaf, eventLeaves.size());
            eventPlaces.put(new LeafKey(key), eventLeaves.size());
            eventLeaves.add(eventLeaf(new LeafKey(key), leaf, array(uses.get(leaf)), watchedLeaves.contains(leaf)));
        });
        byText.forEach((text, leaf) -> {
            TreeSet<Integer> used = uses.get(leaf);
            if (used != null && (!used.isEmpty() || watchedLeaves.contains(leaf))) {
                places.put(leaf, profileLeaves.size());
                profileLeaves.add(ProfileLeaf.of(leaf, text, array(used)));
            }
        });
        return places;
    }

    private EventLeaf eventLeaf(LeafKey key, Rule rule, int[] used, boolean watchedToo) {
        LeafForm form = rule instanceof Rule.Events events
                ? LeafForms.of(events, options)
                : LeafForms.of((Rule.Sequence) rule, options);
        boolean local =
                rule instanceof Rule.Events events && Window.of(events.scope()).local();
        return new EventLeaf(
                key,
                RuleJson.canonical(rule),
                form,
                LeafProjection.of(rule),
                local,
                rules.liveFrom().getOrDefault(key, Long.MIN_VALUE),
                form.empty().holds(ANY_TIME),
                used,
                used.length > 0 || watchedToo);
    }

    private static int[] array(@Nullable TreeSet<Integer> places) {
        return places == null
                ? new int[0]
                : places.stream().mapToInt(Integer::intValue).toArray();
    }

    AudienceRules rules() {
        return rules;
    }

    EngineOptions options() {
        return options;
    }

    List<CompiledSegment> segments() {
        return segments;
    }

    /** Rules that are no segment's, in the order in which they were given. */
    List<TruthNode> watched() {
        return watched;
    }

    List<EventLeaf> eventLeaves() {
        return eventLeaves;
    }

    List<ProfileLeaf> profileLeaves() {
        return profileLeaves;
    }

    NameIndex names() {
        return names;
    }

    /** Changes with the places of the conditions over the profile, whose answers are kept by place. */
    int layout() {
        return layout;
    }

    /** Null if there is no such segment in force. */
    @Nullable
    Integer segmentPlace(String id) {
        return segmentPlaces.get(id);
    }

    /** Null if no segment names the condition. */
    @Nullable
    Integer eventPlace(LeafKey key) {
        return eventPlaces.get(key);
    }

    /** A contact's zone by its trait, the workspace's if that names none. */
    ZoneId zone(@Nullable String trait) {
        if (trait == null) {
            return rules.zone();
        }
        try {
            return ZoneId.of(trait);
        } catch (DateTimeException e) {
            return rules.zone();
        }
    }

    static @Nullable String zoneText(@Nullable JsonNode trait) {
        return trait != null && trait.isTextual() && !trait.textValue().isEmpty() ? trait.textValue() : null;
    }
}
