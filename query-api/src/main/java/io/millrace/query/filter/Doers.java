package io.millrace.query.filter;

import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.core.rule.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who did what a selector means, as rules of segments: the same contacts, found by the same tests.
 *
 * @param contact what the contact must be
 * @param event what it must have done
 */
public record Doers(List<Rule> contact, EventPattern event) {

    public Doers {
        contact = List.copyOf(contact);
    }

    /**
     * @param filters that hold beside the selector's own
     * @return empty where rules have no such test: on the context and on UTM fields, and on dates in properties
     */
    public static Optional<Doers> of(Selector selector, List<Leaf> filters) {
        List<Rule> contact = new ArrayList<>();
        List<EventPattern.PropertyTest> where = new ArrayList<>();
        List<Leaf> leaves = new ArrayList<>(filters);
        leaves.addAll(selector.filters());
        for (Leaf leaf : leaves) {
            Path path = leaf.field().path().isEmpty()
                    ? null
                    : Path.parse(leaf.field().path());
            switch (leaf.field().source()) {
                case TRAITS -> path(path).ifPresent(known -> contact.add(new Rule.Trait(known, leaf.test())));
                case SEGMENTS -> contact.add(segments((ValueTest.In) leaf.test()));
                case PROPERTIES -> {
                    if (!(leaf.test() instanceof ValueTest.DateWindow)) {
                        path(path).ifPresent(known -> where.add(new EventPattern.PropertyTest(known, leaf.test())));
                    }
                }
                case CONTEXT, UTM -> {
                    return Optional.empty();
                }
            }
        }
        return contact.size() + where.size() < leaves.size()
                ? Optional.empty()
                : Optional.of(new Doers(contact, new EventPattern(selector.text(), where)));
    }

    private static Optional<Path> path(@Nullable Path path) {
        return Optional.ofNullable(path);
    }

    private static Rule segments(ValueTest.In test) {
        List<Rule> each = test.values().stream()
                .map(id -> (Rule) new Rule.Segment(id.asText(), !test.negated()))
                .toList();
        if (each.size() == 1) {
            return each.get(0);
        }
        return test.negated() ? new Rule.And(each) : new Rule.Or(each);
    }

    /** Did it since an instant and before another, in epoch milliseconds. */
    public Rule did(long sinceMillis, long untilMillis) {
        return events(sinceMillis, untilMillis, Comparison.GTE, 1);
    }

    /** Did it before an instant. */
    public Rule didBefore(long untilMillis) {
        return events(null, untilMillis, Comparison.GTE, 1);
    }

    public Rule didNot(long sinceMillis, long untilMillis) {
        return events(sinceMillis, untilMillis, Comparison.EQ, 0);
    }

    public Rule didNotBefore(long untilMillis) {
        return events(null, untilMillis, Comparison.EQ, 0);
    }

    /** What the contact must be and all of these. */
    public Rule all(Rule... conditions) {
        List<Rule> all = new ArrayList<>(contact);
        all.addAll(List.of(conditions));
        return all.size() == 1 ? all.get(0) : new Rule.And(all);
    }

    private Rule events(@Nullable Long since, Long until, Comparison comparison, long count) {
        return new Rule.Events(event, new TimeScope.Between(since, until), new EventTest.Count(comparison, count));
    }
}
