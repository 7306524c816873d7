package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rule 4 for the profile: which write wins, dates that pass, values that are held, consent. */
class TraitsTest {

    private static final String PRO = "{'field': 'traits.plan', 'op': 'eq', 'value': 'pro'}";

    static ContactAction update(String traits) {
        return new ContactAction.Update((ObjectNode) TestEvent.json(traits), null, List.of(), List.of(), Map.of());
    }

    @Test
    void theGreatestEventTimeWinsAndTheLaterArrivalAtATie() {
        Contact ann = Contact.ann()
                .segment("pro", PRO)
                .identify("2026-03-02T12:00:00Z", "{'plan': 'pro'}")
                .identifyLate("2026-03-02T12:00:01Z", "2026-03-02T11:59:59Z", "{'plan': 'free'}")
                .identifyLate("2026-03-02T12:00:02Z", "2026-03-02T12:00:00Z", "{'plan': 'free'}");
        assertThat(ann.told())
                .containsExactly("2026-03-02T12:00:00.000Z +pro event", "2026-03-02T12:00:02.000Z -pro event");
    }

    @Test
    void whatWasRemovedIsNotBroughtBackByAnOlderWrite() {
        Contact ann = Contact.ann()
                .segment("pro", PRO)
                .segment("none", "{'field': 'traits.plan', 'op': 'not_exists'}")
                .identify("2026-03-02T12:00:00Z", "{'plan': null}")
                .identifyLate("2026-03-02T12:00:01Z", "2026-03-02T11:00:00Z", "{'plan': 'pro'}");
        assertThat(ann.told()).containsExactly("2026-03-02T12:00:00.000Z +none event");
        ann.identify("2026-03-02T12:00:02Z", "{'plan': ''}").identify("2026-03-02T12:00:03Z", "{'plan': 0}");
        assertThat(ann.told()).containsExactly("2026-03-02T12:00:03.000Z -none event");
        assertThat(ann.state().traits()).isEqualTo(TestEvent.json("{'plan': 0}"));
    }

    @Test
    void aNumberWrittenAnotherWayIsTheSameValueButReadsAnotherWay() {
        Contact ann = Contact.ann()
                .segment("point", "{'field': 'traits.plan', 'op': 'contains', 'value': '.0'}")
                .segment("held", "{'field': 'traits.plan', 'op': 'held_gte', 'value': 1, 'for': '2s'}")
                .identify("2026-03-02T12:00:00Z", "{'plan': 1}")
                .identify("2026-03-02T12:00:01Z", "{'plan': '1.0'}")
                .until("2026-03-02T12:00:02Z");
        assertThat(ann.told())
                .containsExactly("2026-03-02T12:00:01.000Z +point event", "2026-03-02T12:00:02.000Z +held expiry");
    }

    @Test
    void theApiWritesAtItsArrival() {
        Contact ann = Contact.ann()
                .segment("pro", PRO)
                .act("2026-03-02T12:00:00Z", update("{'plan': 'pro'}"))
                .identifyLate("2026-03-02T12:00:01Z", "2026-03-02T11:00:00Z", "{'plan': 'free'}");
        assertThat(ann.told()).containsExactly("2026-03-02T12:00:00.000Z +pro event");
        assertThat(ann.writes())
                .extracting(ProfileWrite::key, ProfileWrite::value, ProfileWrite::timestamp)
                .containsExactly(
                        tuple("plan", "\"pro\"", Contact.at("2026-03-02T12:00:00Z")),
                        tuple("plan", "\"free\"", Contact.at("2026-03-02T11:00:00Z")));
    }

    @Test
    void datesPassByThemselves() {
        Contact ann = Contact.ann()
                .segment("new", "{'field': 'traits.joined_at', 'op': 'within_last', 'value': '30d'}")
                .segment("soon", "{'field': 'traits.renews_at', 'op': 'within_next', 'value': '7d'}")
                .segment("old", "{'field': 'traits.joined_at', 'op': 'older_than', 'value': '30d'}")
                .identify("2026-03-02T00:00:00Z", "{'joined_at': '2026-03-05', 'renews_at': 1774137600}")
                .until("2026-12-01T00:00:00Z");
        // 1774137600 is 2026-03-22T00:00:00Z.
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-05T00:00:00.000Z +new expiry",
                        "2026-03-15T00:00:00.000Z +soon expiry",
                        "2026-03-22T00:00:00.000Z -soon expiry",
                        "2026-04-04T00:00:00.000Z -new expiry",
                        "2026-04-04T00:00:00.000Z +old expiry");
    }

    @Test
    void heldRunsFromTheWriteThatChangedTheValue() {
        Contact ann = Contact.ann()
                .segment("stuck", "{'field': 'traits.stage', 'op': 'held_gte', 'value': 'setup', 'for': '7d'}")
                .segment("fresh", "{'field': 'traits.stage', 'op': 'held_lt', 'value': 'setup', 'for': '7d'}")
                .identify("2026-03-01T00:00:00Z", "{'stage': 'setup'}")
                .identify("2026-03-04T00:00:00Z", "{'stage': 'setup', 'other': 1}")
                // Loses by event time, so it interrupts nothing.
                .identifyLate("2026-03-05T00:00:00Z", "2026-03-02T00:00:00Z", "{'stage': 'done'}")
                .until("2026-03-10T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T00:00:00.000Z +fresh event",
                        "2026-03-08T00:00:00.000Z -fresh expiry",
                        "2026-03-08T00:00:00.000Z +stuck expiry");
        ann.identify("2026-03-10T00:00:00Z", "{'stage': 'done'}")
                .identify("2026-03-11T00:00:00Z", "{'stage': 'setup'}");
        assertThat(ann.told())
                .containsExactly("2026-03-10T00:00:00.000Z -stuck event", "2026-03-11T00:00:00.000Z +fresh event");
    }

    @Test
    void heldCountsFromTheEventTimeOfALateWrite() {
        Contact ann = Contact.ann()
                .segment("stuck", "{'field': 'traits.stage', 'op': 'held_gte', 'value': 'setup', 'for': '7d'}")
                .identifyLate("2026-03-05T00:00:00Z", "2026-03-01T00:00:00Z", "{'stage': 'setup'}")
                .until("2026-03-10T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-08T00:00:00.000Z +stuck expiry");
    }

    @Test
    void aNestedValueIsHeldThoughItsNeighbourChanges() {
        Contact ann = Contact.ann()
                .segment("local", "{'field': 'traits.address.city', 'op': 'held_gte', 'value': 'Rome', 'for': '7d'}")
                .copying()
                .identify("2026-03-01T00:00:00Z", "{'address': {'city': 'Rome', 'street': 'a'}}")
                .identify("2026-03-05T00:00:00Z", "{'address': {'city': 'Rome', 'street': 'b'}}")
                .until("2026-03-10T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-08T00:00:00.000Z +local expiry");
    }

    @Test
    void tagsAndScores() {
        Map<String, @Nullable BigDecimal> removed = new HashMap<>();
        removed.put("lead", null);
        Contact ann = Contact.ann()
                .segment("vip", "{'field': 'tags', 'op': 'contains', 'value': 'vip'}")
                .segment("hot", "{'field': 'scores.lead', 'op': 'gt', 'value': 50}")
                .act(
                        "2026-03-01T00:00:00Z",
                        tags(List.of("a", "vip"), List.of(), List.of(), Map.of("lead", new BigDecimal("50.1"))))
                .act("2026-03-01T00:00:01Z", tags(null, List.of("b"), List.of("vip"), removed));
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T00:00:00.000Z +hot event",
                        "2026-03-01T00:00:00.000Z +vip event",
                        "2026-03-01T00:00:01.000Z -hot event",
                        "2026-03-01T00:00:01.000Z -vip event");
        assertThat(ann.state().tags()).containsExactly("a", "b");
        assertThat(ann.state().scores()).isEmpty();
    }

    static ContactAction tags(String... tags) {
        return tags(List.of(tags), List.of(), List.of(), Map.of());
    }

    static ContactAction score(String name, String value) {
        return tags(null, List.of(), List.of(), Map.of(name, new BigDecimal(value)));
    }

    private static ContactAction tags(
            @Nullable List<String> tags,
            List<String> add,
            List<String> remove,
            Map<String, @Nullable BigDecimal> scores) {
        return new ContactAction.Update((ObjectNode) TestEvent.json("{}"), tags, add, remove, scores);
    }

    @Test
    void subscribedIsTheChoiceElseTheGroupsDefault() {
        Contact ann = Contact.ann()
                .optOut("news")
                .segment("news", "{'field': 'subscriptions.news', 'op': 'eq', 'value': 'subscribed'}")
                .segment("no-news", "{'field': 'subscriptions.news', 'op': 'eq', 'value': 'unsubscribed'}")
                .segment("tips", "{'field': 'subscriptions.tips', 'op': 'eq', 'value': 'subscribed'}")
                .segment("no-tips", "{'field': 'subscriptions.tips', 'op': 'eq', 'value': 'unsubscribed'}")
                .track("2026-03-01T00:00:00Z", "x");
        assertThat(ann.told()).containsExactly("2026-03-01T00:00:00.000Z +news event");
        ann.act("2026-03-01T00:00:01Z", new ContactAction.Subscribe("tips", true));
        assertThat(ann.told()).containsExactly("2026-03-01T00:00:01.000Z +tips event");
        ann.act("2026-03-01T00:00:02Z", new ContactAction.Subscribe(null, false));
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T00:00:02.000Z -news event",
                        "2026-03-01T00:00:02.000Z +no-news event",
                        "2026-03-01T00:00:02.000Z +no-tips event",
                        "2026-03-01T00:00:02.000Z -tips event");
        ann.act("2026-03-01T00:00:03Z", new ContactAction.Subscribe("news", true))
                .act("2026-03-01T00:00:04Z", new ContactAction.Subscribe(null, false));
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T00:00:03.000Z +news event",
                        "2026-03-01T00:00:03.000Z -no-news event",
                        "2026-03-01T00:00:04.000Z -news event",
                        "2026-03-01T00:00:04.000Z +no-news event");
    }

    @Test
    void aBucketIsOfTheContactsName() {
        // md5("annexp-1") begins with 0x3a7f4f75, which is 22.85 percent of 2^32.
        Contact ann = Contact.ann()
                .segment("in", "{'field': 'bucket', 'op': 'lt', 'value': 22.9, 'salt': 'exp-1'}")
                .segment("out", "{'field': 'bucket', 'op': 'lt', 'value': 22.8, 'salt': 'exp-1'}")
                .track("2026-03-01T00:00:00Z", "x");
        assertThat(ann.told()).containsExactly("2026-03-01T00:00:00.000Z +in event");
    }

    @Test
    void handKeptSegmentsAndThoseThatNameThem() {
        Contact ann = Contact.ann()
                .handKept("vip")
                .segment("a-plain", "{'field': 'segments', 'op': 'not_in', 'value': 'vip'}")
                .act("2026-03-01T00:00:00Z", new ContactAction.StaticMembership(Set.of("vip"), Set.of()))
                .act("2026-03-01T00:00:01Z", new ContactAction.StaticMembership(Set.of(), Set.of("vip")));
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T00:00:00.000Z +vip event",
                        "2026-03-01T00:00:01.000Z +a-plain event",
                        "2026-03-01T00:00:01.000Z -vip event");
    }
}
