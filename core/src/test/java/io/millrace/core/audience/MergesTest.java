package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule 10, and deletions. */
class MergesTest {

    private static final String THREE = "{'field': 'events.login', 'op': 'count_gte', 'value': 3, 'window': '7d'}";
    private static final String PRO = "{'field': 'traits.plan', 'op': 'eq', 'value': 'pro'}";

    private static Contact contact(String id) {
        return new Contact(id).segment("three", THREE).segment("pro", PRO).handKept("vip");
    }

    @Test
    void theSourceLeavesAllAndTheTargetEntersWhatItGains() {
        Contact dup = contact("dup")
                .identify("2026-03-01T00:00:00Z", "{'plan': 'pro'}")
                .act("2026-03-01T00:00:00Z", new ContactAction.StaticMembership(Set.of("vip"), Set.of()))
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-02T12:00:00Z", "login");
        Contact ann = contact("ann").copying().track("2026-03-03T12:00:00Z", "login");
        dup.told();
        ann.absorb("2026-03-04T00:00:00Z", dup, ConflictResolution.PREFER_TARGET);
        assertThat(dup.told())
                .containsExactly("2026-03-04T00:00:00.000Z -pro merge", "2026-03-04T00:00:00.000Z -vip merge");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-04T00:00:00.000Z +pro merge",
                        "2026-03-04T00:00:00.000Z +three merge",
                        "2026-03-04T00:00:00.000Z +vip merge");
        ann.until("2026-03-30T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-08T12:00:00.000Z -three expiry");
    }

    @Test
    void whatHappensAtTheInstantOfAHandOverIsNetted() {
        Contact dup = contact("dup").track("2026-03-01T12:00:00Z", "x");
        HandOver handOver = dup.engine()
                .handOver(
                        dup.state(),
                        Contact.at("2026-03-04T00:00:00Z"),
                        List.of(new Input.Event(TestEvent.identify(
                                "{'plan': 'pro'}",
                                Contact.at("2026-03-04T00:00:00Z"),
                                new Arrival(Contact.at("2026-03-04T00:00:00Z"), 1)))));
        assertThat(handOver.transitions()).isEmpty();
        assertThat(handOver.writes()).hasSize(1);
        assertThat(handOver.moved().traits()).isEqualTo(TestEvent.json("{'plan': 'pro'}"));
    }

    private static Contact planAt(String id, String instant, String traits) {
        return contact(id).identify(instant, traits);
    }

    @Test
    void conflictsAreResolvedPerTrait() {
        String older = "2026-03-01T00:00:00Z";
        String newer = "2026-03-02T00:00:00Z";
        String merge = "2026-03-04T00:00:00Z";
        for (ConflictResolution resolution : ConflictResolution.values()) {
            Contact target = planAt("ann", older, "{'plan': 'pro', 'a': 1, 'gone': null}");
            target.absorb(merge, planAt("dup", newer, "{'plan': 'free', 'b': 2, 'gone': 3}"), resolution);
            assertThat(target.state().traits())
                    .isEqualTo(TestEvent.json(
                            resolution == ConflictResolution.PREFER_TARGET
                                    ? "{'plan': 'pro', 'a': 1, 'b': 2, 'gone': 3}"
                                    : "{'plan': 'free', 'a': 1, 'b': 2, 'gone': 3}"));
        }
        Contact target = planAt("ann", newer, "{'plan': 'pro'}");
        target.absorb(merge, planAt("dup", older, "{'plan': 'free'}"), ConflictResolution.NEWEST);
        assertThat(target.state().traits()).isEqualTo(TestEvent.json("{'plan': 'pro'}"));
    }

    @Test
    void theOutcomeOfAConflictIsAWriteAsNewAsTheNewerOfBoth() {
        Contact ann = planAt("ann", "2026-03-01T00:00:00Z", "{'plan': 'pro'}");
        ann.absorb(
                "2026-03-04T00:00:00Z",
                planAt("dup", "2026-03-02T00:00:00Z", "{'plan': 'free'}"),
                ConflictResolution.PREFER_TARGET);
        ProfileWrite last = ann.writes().get(ann.writes().size() - 1);
        assertThat(last.value()).isEqualTo("\"pro\"");
        assertThat(last.timestamp()).isEqualTo(Contact.at("2026-03-02T00:00:00Z"));
        assertThat(last.arrival().millis()).isEqualTo(Contact.at("2026-03-04T00:00:00Z"));
        // So an older write that arrives now loses, and one in between as well.
        ann.identifyLate("2026-03-05T00:00:00Z", "2026-03-01T12:00:00Z", "{'plan': 'free'}");
        assertThat(ann.state().traits()).isEqualTo(TestEvent.json("{'plan': 'pro'}"));
    }

    @Test
    void tagsAreTheTargetsFirst() {
        Contact ann = contact("ann").act("2026-03-01T00:00:00Z", tags("b", "a"));
        ann.absorb(
                "2026-03-02T00:00:00Z",
                contact("dup").act("2026-03-01T12:00:00Z", tags("c", "a")),
                ConflictResolution.NEWEST);
        assertThat(ann.state().tags()).containsExactly("b", "a", "c");
    }

    private static ContactAction tags(String... tags) {
        return new ContactAction.Update(
                (ObjectNode) TestEvent.json("{}"), List.of(tags), List.of(), List.of(), Map.of());
    }

    @Test
    void aDeletedContactLeavesAllAndBeginsEmpty() {
        Contact ann = contact("ann")
                .identify("2026-03-01T00:00:00Z", "{'plan': 'pro'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:00:00Z", "login")
                .act("2026-03-02T00:00:00Z", new ContactAction.Delete());
        assertThat(ann.told())
                .containsExactly("2026-03-01T00:00:00.000Z +pro event", "2026-03-02T00:00:00.000Z -pro delete");
        assertThat(ann.state().exists()).isFalse();
        assertThat(ann.state().generation()).isEqualTo(1);
        assertThat(ann.nextWake()).isEqualTo("never");
        ann.copying().track("2026-03-02T12:00:00Z", "login").until("2026-03-03T00:00:00Z");
        assertThat(ann.told()).isEmpty();
        assertThat(ann.state().traits()).isEmpty();
        assertThat(ann.state().generation()).isEqualTo(1);
    }

    @Test
    void aDeletionOfNobodyDoesNothing() {
        Contact ann = contact("ann").act("2026-03-02T00:00:00Z", new ContactAction.Delete());
        assertThat(ann.told()).isEmpty();
        assertThat(ann.state().generation()).isZero();
    }

    @Test
    void absorbingNobodyMakesTheTarget() {
        Contact ann = contact("ann").segment("all", "{'operator': 'AND', 'conditions': []}");
        ann.absorb("2026-03-02T00:00:00Z", contact("dup"), ConflictResolution.PREFER_TARGET);
        assertThat(ann.told()).containsExactly("2026-03-02T00:00:00.000Z +all merge");
    }
}
