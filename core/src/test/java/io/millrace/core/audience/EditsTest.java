package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule 7: edits emit the differences at their instant; deletions; conditions that count before they are judged. */
class EditsTest {

    private static final String PRO = "{'field': 'traits.plan', 'op': 'eq', 'value': 'pro'}";
    private static final String LOGIN = "{'field': 'events.login', 'op': 'count_gte', 'value': 1, 'window': '1h'}";

    private static Contact pro() {
        return Contact.ann().identify("2026-03-01T00:00:00Z", "{'plan': 'pro'}");
    }

    @Test
    void anEditEmitsOnlyTheDifferencesAtItsInstant() {
        Contact ann = pro().segmentAt("2026-03-02T00:00:00Z", "s", PRO).until("2026-03-02T00:00:05Z");
        assertThat(ann.told()).containsExactly("2026-03-02T00:00:00.000Z +s edit");
        ann.segmentAt("2026-03-03T00:00:00Z", "s", "{'field': 'traits.plan', 'op': 'exists'}")
                .until("2026-03-03T00:00:05Z");
        assertThat(ann.told()).isEmpty();
        ann.segmentAt("2026-03-04T00:00:00Z", "s", "{'field': 'traits.plan', 'op': 'eq', 'value': 'free'}")
                .identify("2026-03-04T00:00:05Z", "{'plan': 'pro'}");
        assertThat(ann.told()).containsExactly("2026-03-04T00:00:00.000Z -s edit");
    }

    @Test
    void aDeletedSegmentIsLeft() {
        Contact ann = pro().segmentAt("2026-03-02T00:00:00Z", "s", PRO)
                .segment("t", "{'field': 'segments', 'op': 'not_in', 'value': 's'}")
                .until("2026-03-02T00:00:05Z")
                .deleteSegment("2026-03-03T00:00:00Z", "s")
                .until("2026-03-03T00:00:05Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-02T00:00:05.000Z +s edit",
                        "2026-03-03T00:00:00.000Z -s delete",
                        "2026-03-03T00:00:00.000Z +t edit");
        assertThat(ann.state().segments()).containsExactly("t");
    }

    @Test
    void anotherSegmentsExpiryAtTheInstantOfAnEditStaysAnExpiry() {
        Contact ann = Contact.ann()
                .segment("login", LOGIN)
                .track("2026-03-01T12:00:00Z", "login")
                .segmentAt("2026-03-01T13:00:00Z", "gone", "{'operator': 'NOT', 'conditions': [" + LOGIN + "]}")
                .until("2026-03-01T13:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +login event",
                        "2026-03-01T13:00:00.000Z +gone edit",
                        "2026-03-01T13:00:00.000Z -login expiry");
    }

    @Test
    void anEventAtTheInstantOfAnEditUndoesWhatTimeAloneWouldHaveBrought() {
        String away = "{'field': 'events.open', 'op': 'last_older_than', 'value': '6h'}";
        Contact ann = Contact.ann()
                .segment("away", away)
                .track("2026-03-01T10:00:00Z", "open")
                .segmentAt("2026-03-01T16:00:00Z", "gone", away)
                .track("2026-03-01T16:00:00Z", "open");
        assertThat(ann.told()).isEmpty();
    }

    @Test
    void anEditAndAnEventOfOneInstant() {
        Contact ann =
                pro().segmentAt("2026-03-02T00:00:00Z", "s", PRO).identify("2026-03-02T00:00:00Z", "{'plan': 'free'}");
        assertThat(ann.told()).isEmpty();
    }

    @Test
    void timeGoesOnUnderTheNewRulesWhenAContactIsJudgedLate() {
        Contact ann = Contact.ann()
                .segment("other", LOGIN)
                .track("2026-03-01T12:00:00Z", "login")
                .segmentAt("2026-03-01T12:10:00Z", "s", "{'field': 'traits.due', 'op': 'older_than', 'value': '1h'}")
                .until("2026-03-05T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-03-01T12:00:00.000Z +other event", "2026-03-01T13:00:00.000Z -other expiry");
    }

    private static AudienceRules rules(long epoch, List<SegmentRule> active, List<SegmentRule> preparing, long from) {
        LeafKey key = LeafKey.of(TestRules.parse(LOGIN));
        return new AudienceRules(epoch, ZoneOffset.UTC, Set.of(), active, preparing, Map.of(key, from));
    }

    @Test
    void conditionsCountWhileTheirPastIsSeededAndNothingCountsTwice() {
        long live = Contact.at("2026-03-01T12:00:00Z");
        SegmentRule segment = new SegmentRule(
                "s", 7, TestRules.parse("{'field': 'events.login', 'op': 'count_gte', 'value': 3, 'window': '1h'}"));
        LeafKey key = LeafKey.of(Objects.requireNonNull(segment.rule()));
        AudienceRules preparing =
                new AudienceRules(2, ZoneOffset.UTC, Set.of(), List.of(), List.of(segment), Map.of(key, live));
        AudienceRules active =
                new AudienceRules(3, ZoneOffset.UTC, Set.of(), List.of(segment), List.of(), Map.of(key, live));
        ContactEngine before = new ContactEngine(preparing);
        ContactState ann = Contact.ann().track("2026-03-01T11:00:00Z", "x").state();

        // One that arrived before the condition was live, read late: it is seeded, so it does not count here.
        before.step(ann, live, List.of(login("2026-03-01T11:59:59.999Z", "2026-03-01T11:59:59.999Z")));
        before.step(ann, live, List.of(login("2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.000Z")));
        LeafEvent first = seeded("2026-03-01T11:59:59.999Z");
        LeafEvent second = seeded("2026-03-01T11:30:00.000Z");
        LeafEvent notBefore = seeded("2026-03-01T12:00:00.000Z");
        Input.Seed seed = new Input.Seed(key, "u:ann/0", List.of(first, second, notBefore));
        ann = ContactStates.copy(ann);
        assertThat(before.step(ann, live + 5, List.of(seed)).transitions()).isEmpty();
        ann = ContactStates.copy(ann);
        // A back-fill that begins again writes the same once more.
        assertThat(before.step(ann, live + 6, List.of(seed)).transitions()).isEmpty();

        ContactEngine after = new ContactEngine(active);
        assertThat(after.step(ann, live + 10, List.of()).transitions())
                .extracting(SegmentTransition::at, SegmentTransition::cause, SegmentTransition::version)
                .containsExactly(tuple(live + 10, Cause.EDIT, 7L));
        assertThat(ann.nextWake()).hasValue(Contact.at("2026-03-01T12:30:00Z"));
        // A copy that comes even later still changes nothing; a further part counts, and is no event.
        assertThat(after.step(ann, live + 11, List.of(seed)).transitions()).isEmpty();
        after.step(ann, Contact.at("2026-03-01T12:30:00Z"), List.of());
        assertThat(after.step(
                                ann,
                                Contact.at("2026-03-01T12:40:00Z"),
                                List.of(new Input.Seed(key, "a:x/0", List.of(seeded("2026-03-01T11:50:00Z")))))
                        .transitions())
                .extracting(SegmentTransition::cause)
                .containsExactly(Cause.EDIT);
    }

    /** What is created over a past that the driver holds: one step judges the definition with its past, by the edit. */
    @Test
    void aSegmentMayBeSeededInTheVeryStepThatCreatesIt() {
        String none = "{'operator': 'NOT', 'conditions': [" + LOGIN + "]}";
        Contact ann = Contact.ann()
                .track("2026-03-01T11:30:00Z", "login")
                .segmentAt("2026-03-01T12:00:00Z", "s", LOGIN)
                .segmentAt("2026-03-01T12:00:00Z", "none", none);
        Input seed =
                new Input.Seed(LeafKey.of(TestRules.parse(LOGIN)), "u:ann", List.of(seeded("2026-03-01T11:30:00Z")));
        ann.step("2026-03-01T12:00:00Z", seed).until("2026-03-01T14:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +s edit",
                        "2026-03-01T12:30:00.000Z +none expiry",
                        "2026-03-01T12:30:00.000Z -s expiry");
    }

    @Test
    void seedsOfWhatWasDeletedBringNobodyBack() {
        long live = Contact.at("2026-03-02T12:00:00Z");
        ContactState ann = Contact.ann()
                .track("2026-03-01T11:00:00Z", "login")
                .act("2026-03-01T12:00:00Z", new ContactAction.Delete())
                .state();
        ContactEngine engine =
                new ContactEngine(rules(2, List.of(new SegmentRule("s", 7, TestRules.parse(LOGIN))), List.of(), live));
        LeafKey key = LeafKey.of(TestRules.parse(LOGIN));
        Input deleted = new Input.Seed(key, "a", List.of(seeded("2026-03-01T11:00:00Z")));
        assertThat(engine.step(ann, live, List.of(deleted)).transitions()).isEmpty();
        assertThat(ann.exists()).isFalse();
        Input since = new Input.Seed(key, "b", List.of(seeded("2026-03-02T11:30:00Z")));
        assertThat(engine.step(ann, live, List.of(deleted, since)).transitions())
                .hasSize(1);
    }

    @Test
    void aConditionThatWasGoneBeginsAnew() {
        long live = Contact.at("2026-03-01T12:00:00Z");
        SegmentRule segment = new SegmentRule("s", 7, TestRules.parse(LOGIN));
        ContactState ann = Contact.ann().track("2026-03-01T11:00:00Z", "x").state();
        new ContactEngine(rules(2, List.of(segment), List.of(), live))
                .step(ann, live, List.of(login("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")));
        // Deleted and made again, with nothing in between for this contact: what was counted will be seeded.
        StepResult again =
                new ContactEngine(rules(4, List.of(), List.of(segment), live + 100)).step(ann, live + 200, List.of());
        assertThat(again.transitions()).extracting(SegmentTransition::cause).containsExactly(Cause.DELETE);
        assertThat(ann.slots()).isEmpty();
    }

    private static Input.Event login(String arrives, String happened) {
        return new Input.Event(
                TestEvent.track("login", Contact.at(happened), new Arrival(Contact.at(arrives), 1), "{}"));
    }

    private static LeafEvent seeded(String instant) {
        return new LeafEvent(Contact.at(instant), new Arrival(Contact.at(instant), 0), 1, null, 0);
    }
}
