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
    private static final int[] NONE = {};

    private final AudienceRules rules;
    private final EngineOptions options;
    private final List<CompiledSegment> segments = new ArrayList<>();
    private final List<TruthNode> watched = new ArrayList<>();
    private final List<EventLeaf> eventLeaves = new ArrayList<>();
    private final List<ProfileLeaf> profileLeaves = new ArrayList<>();
    private final Map<String, Integer> segmentPlaces = new HashMap<>();
    private final Map<LeafKey, Integer> eventPlaces = new HashMap<>();
    private final Map<Rule, Integer> places = new HashMap<>();
    private final Map<Long, int[]> activeFrom = new HashMap<>();
    private final NameIndex names;
    private final int layout;
    private final @Nullable RuleEdit edit;

    CompiledRules(AudienceRules rules, EngineOptions options) {
        this(rules, options, null);
    }

    /** @param before the rules before these; what stands in both is not compiled again */
    CompiledRules(AudienceRules rules, EngineOptions options, @Nullable CompiledRules before) {
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
        compileLeaves(uses, watchedLeaves, before);
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
        groupByActivation();
        edit = before == null ? null : RuleEdit.between(before, this).orElse(null);
    }

    private void groupByActivation() {
        Map<Long, TreeSet<Integer>> byInstant = new HashMap<>();
        for (int place = 0; place < segments.size(); place++) {
            byInstant
                    .computeIfAbsent(segments.get(place).rule().activeFrom(), none -> new TreeSet<>())
                    .add(place);
        }
        byInstant.forEach((instant, active) -> activeFrom.put(instant, array(active)));
    }

    private static List<Rule> leaves(SegmentRule segment) {
        Rule rule = segment.rule();
        return rule == null ? List.of() : RuleLeaves.of(rule);
    }

    /** Conditions in an order that depends on themselves alone. */
    private void compileLeaves(
            Map<Rule, TreeSet<Integer>> uses, Set<Rule> watchedLeaves, @Nullable CompiledRules before) {
        TreeMap<Long, EventLeaf> byKey = new TreeMap<>();
        TreeMap<String, Rule> byText = new TreeMap<>();
        uses.forEach((leaf, used) -> {
            if (leaf instanceof Rule.Events || leaf instanceof Rule.Sequence) {
                EventLeaf compiled = eventLeaf(leaf, array(used), watchedLeaves.contains(leaf), before);
                byKey.put(compiled.key().hash(), compiled);
            } else if (isOfProfile(leaf) && (!used.isEmpty() || watchedLeaves.contains(leaf))) {
                byText.put(text(leaf, before), leaf);
            }
        });
        byKey.values().forEach(leaf -> {
            places.put(leaf.rule(), eventLeaves.size());
            eventPlaces.put(leaf.key(), eventLeaves.size());
            eventLeaves.add(leaf);
        });
        byText.forEach((text, leaf) -> {
            places.put(leaf, profileLeaves.size());
            profileLeaves.add(ProfileLeaf.of(leaf, text, array(uses.get(leaf))));
        });
    }

    private static boolean isOfProfile(Rule leaf) {
        return !(leaf instanceof Rule.Segment) && !(leaf instanceof Rule.TriggerProperty);
    }

    private static String text(Rule profileLeaf, @Nullable CompiledRules before) {
        Integer place = before == null ? null : before.places.get(profileLeaf);
        return before == null || place == null
                ? RuleJson.canonical(profileLeaf)
                : before.profileLeaves.get(place).text();
    }

    private EventLeaf eventLeaf(Rule rule, int[] used, boolean watchedToo, @Nullable CompiledRules before) {
        Integer place = before == null || !before.options.equals(options) ? null : before.places.get(rule);
        if (before != null && place != null) {
            EventLeaf known = before.eventLeaves.get(place);
            return known.of(liveFrom(known.key()), used, used.length > 0 || watchedToo);
        }
        LeafForm form = rule instanceof Rule.Events events
                ? LeafForms.of(events, options)
                : LeafForms.of((Rule.Sequence) rule, options);
        boolean local =
                rule instanceof Rule.Events events && Window.of(events.scope()).local();
        String text = RuleJson.canonical(rule);
        LeafKey key = new LeafKey(LeafKey.hash(text));
        return new EventLeaf(
                key,
                rule,
                text,
                form,
                LeafProjection.of(rule),
                local,
                liveFrom(key),
                form.empty().holds(ANY_TIME),
                used,
                used.length > 0 || watchedToo);
    }

    private long liveFrom(LeafKey key) {
        return rules.liveFrom().getOrDefault(key, Long.MIN_VALUE);
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

    /** What is different from the rules before; null if that is not known, or everything may be. */
    @Nullable
    RuleEdit edit() {
        return edit;
    }

    /** The segments whose version is in force from this very instant on, by place. */
    int[] activeFrom(long instant) {
        return activeFrom.getOrDefault(instant, NONE);
    }

    /** By condition its place among those of its kind. */
    Map<Rule, Integer> places() {
        return places;
    }

    /** Whether a segment that names another looks at its members: if it is in force, and comes before. */
    boolean sees(String segment, String named) {
        Integer place = segmentPlaces.get(segment);
        Integer other = segmentPlaces.get(named);
        return place != null && other != null && other < place;
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
        return zone(trait, rules.zone());
    }

    static ZoneId zone(@Nullable String trait, ZoneId workspace) {
        if (trait == null) {
            return workspace;
        }
        try {
            return ZoneId.of(trait);
        } catch (DateTimeException e) {
            return workspace;
        }
    }

    static @Nullable String zoneText(@Nullable JsonNode trait) {
        return trait != null && trait.isTextual() && !trait.textValue().isEmpty() ? trait.textValue() : null;
    }
}
