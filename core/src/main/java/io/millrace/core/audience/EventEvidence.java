package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the traced events of a condition amount to at an instant, worked out from all of them.
 *
 * @param value null if there is nothing
 * @param carrying the events inside the scope, the newest last
 */
record EventEvidence(@Nullable JsonNode value, List<Explanation.CarryingEvent> carrying) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private static final Comparator<TracedEvent> BY_TIME = Comparator.<TracedEvent>comparingLong(
                    traced -> traced.event().timestamp())
            .thenComparing(traced -> traced.event().arrival());

    static EventEvidence of(Rule.Events rule, List<TracedEvent> all, Frame frame) {
        Window window = Window.of(rule.scope());
        List<TracedEvent> inside = all.stream()
                .filter(traced -> (traced.event().roles() & LeafForms.PATTERN) != 0)
                .filter(traced -> window.inside(traced.event().timestamp(), frame))
                .sorted(BY_TIME)
                .toList();
        return rule.test().accept(new EventTest.Visitor<>() {
            @Override
            public EventEvidence count(EventTest.Count test) {
                return new EventEvidence(NODES.numberNode(inside.size()), named(inside));
            }

            @Override
            public EventEvidence aggregate(EventTest.Aggregate test) {
                return new EventEvidence(number(test.function(), inside), named(inside));
            }

            @Override
            public EventEvidence age(EventTest.Age test) {
                return edge(test.edge() == EventTest.Age.Edge.FIRST ? first(inside) : last(inside));
            }

            @Override
            public EventEvidence lastWhere(EventTest.LastWhere test) {
                return edge(last(inside));
            }

            @Override
            public EventEvidence notFollowedBy(EventTest.NotFollowedBy test) {
                return followed(last(inside), all);
            }
        });
    }

    /** The chain that completed a sequence first; without one, all that could become steps. */
    static EventEvidence of(Rule.Sequence rule, List<TracedEvent> all) {
        List<TracedEvent> sorted = all.stream().sorted(BY_TIME).toList();
        List<TracedEvent> chain = Chains.first(rule, sorted);
        return new EventEvidence(NODES.booleanNode(!chain.isEmpty()), named(chain.isEmpty() ? sorted : chain));
    }

    private static @Nullable TracedEvent first(List<TracedEvent> events) {
        return events.isEmpty() ? null : events.get(0);
    }

    private static @Nullable TracedEvent last(List<TracedEvent> events) {
        return events.isEmpty() ? null : events.get(events.size() - 1);
    }

    private static EventEvidence edge(@Nullable TracedEvent event) {
        return event == null
                ? new EventEvidence(null, List.of())
                : new EventEvidence(NODES.textNode(time(event)), named(List.of(event)));
    }

    private static EventEvidence followed(@Nullable TracedEvent newest, List<TracedEvent> all) {
        if (newest == null) {
            return new EventEvidence(null, List.of());
        }
        List<TracedEvent> carrying = new ArrayList<>(List.of(newest));
        ObjectNode value = NODES.objectNode().put("last", time(newest));
        all.stream()
                .filter(traced -> (traced.event().roles() & LeafForms.OTHER) != 0)
                .filter(traced -> traced.event().timestamp() > newest.event().timestamp())
                .min(BY_TIME)
                .ifPresent(follower -> {
                    value.put("followed_at", time(follower));
                    carrying.add(follower);
                });
        return new EventEvidence(value, named(carrying));
    }

    private static @Nullable JsonNode number(EventTest.Aggregate.Function function, List<TracedEvent> events) {
        if (function == EventTest.Aggregate.Function.DISTINCT) {
            return NODES.numberNode(events.stream()
                    .map(traced -> traced.event().hash())
                    .distinct()
                    .count());
        }
        List<BigDecimal> numbers = events.stream()
                .map(traced -> traced.event().number())
                .filter(Objects::nonNull)
                .toList();
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (function == EventTest.Aggregate.Function.SUM) {
            return NODES.numberNode(sum);
        }
        if (numbers.isEmpty()) {
            return null;
        }
        return NODES.numberNode(
                switch (function) {
                    case MIN -> numbers.stream().reduce(BigDecimal::min).orElse(sum);
                    case MAX -> numbers.stream().reduce(BigDecimal::max).orElse(sum);
                    case SUM, AVG, DISTINCT -> sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
                });
    }

    private static String time(TracedEvent traced) {
        return Timestamps.format(traced.event().timestamp());
    }

    private static List<Explanation.CarryingEvent> named(List<TracedEvent> events) {
        int from = Math.max(0, events.size() - Explanation.Condition.EVENTS_MAX);
        return events.subList(from, events.size()).stream()
                .map(traced -> new Explanation.CarryingEvent(
                        traced.name(),
                        traced.messageId(),
                        traced.event().timestamp(),
                        traced.event().arrival().millis()))
                .toList();
    }
}
