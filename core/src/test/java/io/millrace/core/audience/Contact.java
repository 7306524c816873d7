package io.millrace.core.audience;

import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Drives one contact through a story: instants are ISO texts, transitions are told as short texts. */
final class Contact {

    private final List<SegmentRule> segments = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<ProfileWrite> writes = new ArrayList<>();
    private ZoneId zone = ZoneOffset.UTC;
    private Set<String> optOut = Set.of();
    private EngineOptions options = EngineOptions.DEFAULT;
    private long epoch = 1;
    private ContactEngine engine;
    private ContactState state;
    private long sequence;
    private boolean copies;
    private boolean follows;

    Contact(String id) {
        state = ContactState.unborn(new Person(Person.Kind.USER, id));
        engine = new ContactEngine(new AudienceRules(1, zone, optOut, List.of(), List.of(), Map.of()));
    }

    static Contact ann() {
        return new Contact("ann");
    }

    static long at(String instant) {
        return Timestamps.parse(instant).orElseThrow();
    }

    /** From now on every step runs on a copy that went through bytes. */
    Contact copying() {
        copies = true;
        return this;
    }

    /** From now on the engine of changed rules is made from the one before. */
    Contact following() {
        follows = true;
        return this;
    }

    Contact in(String timezone) {
        zone = ZoneId.of(timezone);
        return compile(AudienceRules.WHEN_JUDGED);
    }

    Contact options(EngineOptions changed) {
        options = changed;
        return compile(AudienceRules.WHEN_JUDGED);
    }

    Contact optOut(String... groups) {
        optOut = Set.of(groups);
        return compile(AudienceRules.WHEN_JUDGED);
    }

    /** Adds or edits a segment that is in force from the next step on. */
    Contact segment(String id, String rule) {
        return segmentFrom(AudienceRules.WHEN_JUDGED, id, rule);
    }

    /** Adds or edits a segment at an instant. */
    Contact segmentAt(String instant, String id, String rule) {
        return segmentFrom(at(instant), id, rule);
    }

    private Contact segmentFrom(long instant, String id, String rule) {
        segments.removeIf(segment -> segment.id().equals(id));
        segments.add(new SegmentRule(id, 1, TestRules.parse(rule), instant));
        return compile(instant);
    }

    Contact handKept(String id) {
        segments.add(new SegmentRule(id, 1, null));
        return compile(AudienceRules.WHEN_JUDGED);
    }

    Contact deleteSegment(String instant, String id) {
        segments.removeIf(segment -> segment.id().equals(id));
        return compile(at(instant));
    }

    private Contact compile(long effectiveFrom) {
        epoch++;
        AudienceRules rules = new AudienceRules(epoch, effectiveFrom, zone, optOut, segments, List.of(), Map.of());
        engine = follows ? engine.followedBy(rules) : new ContactEngine(rules, options);
        return this;
    }

    ContactEngine engine() {
        return engine;
    }

    ContactState state() {
        return state;
    }

    List<ProfileWrite> writes() {
        return writes;
    }

    Arrival arrival(String instant) {
        return new Arrival(at(instant), sequence++);
    }

    /** An event that arrives as it happens. */
    Contact track(String instant, String name) {
        return track(instant, name, "{}");
    }

    Contact track(String instant, String name, String properties) {
        return late(instant, instant, name, properties);
    }

    /** An event that arrives at an instant and happened before. */
    Contact late(String arrives, String happened, String name) {
        return late(arrives, happened, name, "{}");
    }

    Contact late(String arrives, String happened, String name, String properties) {
        return step(arrives, event(arrives, happened, name, properties));
    }

    Input.Event event(String arrives, String happened, String name, String properties) {
        return new Input.Event(TestEvent.track(name, at(happened), arrival(arrives), properties));
    }

    Contact identify(String instant, String traits) {
        return identifyLate(instant, instant, traits);
    }

    Contact identifyLate(String arrives, String happened, String traits) {
        return step(arrives, new Input.Event(TestEvent.identify(traits, at(happened), arrival(arrives))));
    }

    Contact act(String instant, ContactAction action) {
        return step(instant, new Input.Action(action, arrival(instant), ""));
    }

    Contact absorb(String instant, Contact source, ConflictResolution resolution) {
        HandOver handOver = source.engine.handOver(source.state, at(instant), List.of());
        source.tell(handOver.transitions());
        return step(instant, new Input.Absorb(handOver.moved(), resolution, arrival(instant)));
    }

    /** Time passes. */
    Contact until(String instant) {
        return step(instant);
    }

    Contact step(String instant, Input... inputs) {
        if (copies) {
            state = ContactStates.copy(state);
        }
        StepResult result = engine.step(state, at(instant), List.of(inputs));
        tell(result.transitions());
        writes.addAll(result.writes());
        return this;
    }

    private void tell(List<SegmentTransition> transitions) {
        for (SegmentTransition transition : transitions) {
            told.add(Timestamps.format(transition.at()) + " " + (transition.entered() ? "+" : "-")
                    + transition.segment() + " " + transition.cause().text());
        }
    }

    /** What has been told since it was last asked for. */
    List<String> told() {
        List<String> news = List.copyOf(told);
        told.clear();
        return news;
    }

    String nextWake() {
        return state.nextWake().isPresent() ? Timestamps.format(state.nextWake().getAsLong()) : "never";
    }
}
