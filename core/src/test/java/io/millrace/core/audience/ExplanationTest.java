package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Timestamps;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final String LOGINS = "{'field': 'events.login', 'op': 'count_gte', 'value': 2, 'window': '1h'}";

    private static Contact traced() {
        return Contact.ann().options(EngineOptions.TRACED);
    }

    private static Explanation explain(Contact contact, String segment, String instant) {
        contact.until(instant);
        return contact.engine()
                .explain(contact.state(), segment, Contact.at(instant))
                .orElseThrow();
    }

    private static String text(OptionalLong instant) {
        return instant.isPresent() ? Timestamps.format(instant.getAsLong()) : "never";
    }

    private static Explanation.Condition rule(Explanation explanation) {
        return Objects.requireNonNull(explanation.rule());
    }

    @Test
    void eachConditionSaysItsValueItsEventsAndWhenItChanges() {
        Contact ann = traced().segment(
                        "s",
                        "{'operator': 'AND', 'conditions': [" + LOGINS
                                + ", {'operator': 'NOT', 'conditions': [{'field': 'traits.plan', 'op': 'eq', 'value': 'pro'}]}]}")
                .identify("2026-03-01T11:00:00Z", "{'plan': 'free'}")
                .track("2026-03-01T11:05:00Z", "login")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:20:00Z", "login");
        Explanation explanation = explain(ann, "s", "2026-03-01T12:30:00Z");
        assertThat(explanation.member()).isTrue();
        assertThat(text(explanation.since())).isEqualTo("2026-03-01T12:20:00.000Z");
        assertThat(text(explanation.changes())).isEqualTo("2026-03-01T13:00:00.000Z");
        Explanation.Condition count = rule(explanation).conditions().get(0);
        assertThat(count.value()).isEqualTo(TestEvent.json("2"));
        assertThat(text(count.changes())).isEqualTo("2026-03-01T13:00:00.000Z");
        assertThat(count.rule().toString()).isEqualTo(TestEvent.json(LOGINS).toString());
        assertThat(count.events())
                .extracting(Explanation.CarryingEvent::messageId)
                .containsExactly(
                        "login@" + Contact.at("2026-03-01T12:00:00Z") + "#2",
                        "login@" + Contact.at("2026-03-01T12:20:00Z") + "#3");
        Explanation.Condition not = rule(explanation).conditions().get(1);
        assertThat(not.holds()).isTrue();
        assertThat(not.conditions().get(0).holds()).isFalse();
        assertThat(not.conditions().get(0).value()).isEqualTo(TestEvent.json("'free'"));
    }

    @Test
    void whoIsNotInLearnsWhenTimeAloneLetsThemIn() {
        Contact ann = traced().segment("quiet", "{'operator': 'NOT', 'conditions': [" + LOGINS + "]}")
                .segment("calm", "{'field': 'segments', 'op': 'in', 'value': 'quiet'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:20:00Z", "login");
        Explanation explanation = explain(ann, "calm", "2026-03-01T12:30:00Z");
        assertThat(explanation.member()).isFalse();
        assertThat(text(explanation.changes())).isEqualTo("2026-03-01T13:00:00.000Z");
        assertThat(rule(explanation).conditions()).hasSize(1);
        assertThat(rule(explanation).conditions().get(0).conditions().get(0).value())
                .isEqualTo(TestEvent.json("2"));
        // Looking ahead leaves the contact where it is.
        assertThat(ann.told()).contains("2026-03-01T12:20:00.000Z -quiet event");
        ann.until("2026-03-01T13:00:00Z");
        assertThat(ann.told()).hasSize(2);
    }

    @Test
    void valuesOfEveryKindOfCondition() {
        Contact ann = traced().segment("sum", order("'op': 'sum_gte', 'property': 'amount', 'value': 1"))
                .segment("avg", order("'op': 'avg_gte', 'property': 'amount', 'value': 1"))
                .segment("min", order("'op': 'min_gte', 'property': 'amount', 'value': 1"))
                .segment("max", order("'op': 'max_gte', 'property': 'amount', 'value': 1"))
                .segment("distinct", order("'op': 'distinct_gte', 'property': 'amount', 'value': 1"))
                .segment("first", order("'op': 'first_within_last', 'value': '1d'"))
                .segment("last", order("'op': 'last_within_last', 'value': '1d'"))
                .segment(
                        "newest",
                        order("'op': 'last_where', 'value': [{'field': 'properties.amount', 'op': 'gt', 'value': 2}]"))
                .segment("followed", order("'op': 'not_followed_by', 'value': 'refund', 'within': '1h'"))
                .segment(
                        "sequence",
                        "{'field': 'sequence', 'op': 'completed', 'value': [{'event': 'order'}, {'event': 'refund'}], 'within': '1h'}")
                .segment("none", "{'field': 'events.nothing', 'op': 'count_eq', 'value': 0}")
                .segment("tag", "{'field': 'tags', 'op': 'contains', 'value': 'x'}")
                .segment("bucket", "{'field': 'bucket', 'op': 'lt', 'value': 50, 'salt': 'exp-1'}")
                .segment("consent", "{'field': 'subscriptions.news', 'op': 'eq', 'value': 'subscribed'}")
                .segment("held", "{'field': 'traits.stage', 'op': 'held_gte', 'value': 'a', 'for': '1d'}")
                .identify("2026-03-01T11:00:00Z", "{'stage': 'a'}")
                .track("2026-03-01T12:00:00Z", "order", "{'amount': 1.5}")
                .track("2026-03-01T12:10:00Z", "order", "{'amount': 3}")
                .track("2026-03-01T12:20:00Z", "refund");
        String now = "2026-03-01T12:30:00Z";
        assertThat(value(ann, "sum", now)).isEqualTo("4.5");
        assertThat(value(ann, "avg", now)).isEqualTo("2.25");
        assertThat(value(ann, "min", now)).isEqualTo("1.5");
        assertThat(value(ann, "max", now)).isEqualTo("3");
        assertThat(value(ann, "distinct", now)).isEqualTo("2");
        assertThat(value(ann, "first", now)).isEqualTo("\"2026-03-01T12:00:00.000Z\"");
        assertThat(value(ann, "last", now)).isEqualTo("\"2026-03-01T12:10:00.000Z\"");
        assertThat(value(ann, "newest", now)).isEqualTo("\"2026-03-01T12:10:00.000Z\"");
        assertThat(value(ann, "followed", now))
                .isEqualTo("{\"last\":\"2026-03-01T12:10:00.000Z\",\"followed_at\":\"2026-03-01T12:20:00.000Z\"}");
        assertThat(value(ann, "sequence", now)).isEqualTo("true");
        assertThat(rule(explain(ann, "sequence", now)).events())
                .extracting(Explanation.CarryingEvent::name)
                .containsExactly("order", "refund");
        assertThat(value(ann, "none", now)).isEqualTo("0");
        assertThat(value(ann, "tag", now)).isEqualTo("[]");
        assertThat(value(ann, "bucket", now)).startsWith("22.85");
        assertThat(value(ann, "consent", now)).isNull();
        assertThat(value(ann, "held", now)).isEqualTo("{\"since\":\"2026-03-01T11:00:00.000Z\",\"value\":\"a\"}");
        assertThat(text(rule(explain(ann, "held", now)).changes())).isEqualTo("2026-03-02T11:00:00.000Z");
    }

    private static String order(String rest) {
        return "{'field': 'events.order', " + rest + "}";
    }

    private static @Nullable String value(Contact contact, String segment, String now) {
        var value = rule(explain(contact, segment, now)).value();
        return value == null ? null : value.toString();
    }

    @Test
    void anUnknownSegmentHasNoExplanation() {
        Contact ann = traced().track("2026-03-01T12:00:00Z", "login");
        assertThat(ann.engine().explain(ann.state(), "s", Contact.at("2026-03-01T12:00:00Z")))
                .isEmpty();
    }
}
