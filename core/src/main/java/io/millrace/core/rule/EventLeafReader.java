package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads conditions on {@code events.<name>} and {@code sequence}. */
final class EventLeafReader {

    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "gte",
            Comparison.GTE,
            "lte",
            Comparison.LTE,
            "eq",
            Comparison.EQ,
            "gt",
            Comparison.GT,
            "lt",
            Comparison.LT);

    private static final String OPERATORS =
            "one of count_…, sum_…, avg_…, min_…, max_…, distinct_… with gte, lte, eq, gt"
                    + " or lt, first_within_last, first_older_than, last_within_last, last_older_than, last_where,"
                    + " not_followed_by";

    /** A windowless count is one number, however great; every double and every JSON reader knows it exactly. */
    private static final long COUNT_MAX = 1L << 53;

    private final Fields leaf;
    private final Reading reading;

    EventLeafReader(Fields leaf) {
        this.leaf = leaf;
        this.reading = leaf.reading();
    }

    /** @param name null if it is at fault; the rest is read all the same */
    @Nullable
    Rule events(@Nullable String name) {
        List<EventPattern.PropertyTest> where = PatternReader.where(leaf);
        TimeScope scope = ScopeReader.read(leaf);
        String op = leaf.text("op", OPERATORS);
        EventTest test = op == null ? skipped() : test(op, scope);
        return name == null || where == null || scope == null || test == null
                ? null
                : new Rule.Events(new EventPattern(name, where), scope, test);
    }

    @Nullable
    Rule sequence() {
        String op = leaf.text("op", "completed");
        if (op != null && !op.equals("completed")) {
            reading.invalid(leaf.at("op"), leaf.optional("op"), "completed");
        }
        String expected = "a list of 2 to " + Rule.Sequence.STEPS_MAX + " steps";
        JsonNode list = leaf.list("value", expected);
        Long within = duration("within");
        if (list == null) {
            return null;
        }
        if (list.size() < 2 || list.size() > Rule.Sequence.STEPS_MAX) {
            reading.outOfRange(leaf.at("value"), list, expected);
            return null;
        }
        List<EventPattern> steps = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            EventPattern step = PatternReader.step(list.get(i), leaf.at("value") + "/" + i, reading);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps.size() < list.size() || within == null ? null : new Rule.Sequence(steps, within);
    }

    private @Nullable EventTest test(String op, @Nullable TimeScope scope) {
        switch (op) {
            case "first_within_last":
                return age(EventTest.Age.Edge.FIRST, true);
            case "first_older_than":
                return age(EventTest.Age.Edge.FIRST, false);
            case "last_within_last":
                return age(EventTest.Age.Edge.LAST, true);
            case "last_older_than":
                return age(EventTest.Age.Edge.LAST, false);
            case "last_where":
                return lastWhere();
            case "not_followed_by":
                return notFollowedBy();
            default:
                return comparing(op, scope);
        }
    }

    private @Nullable EventTest comparing(String op, @Nullable TimeScope scope) {
        int split = op.indexOf('_');
        Comparison comparison = split < 0 ? null : COMPARISONS.get(op.substring(split + 1));
        String what = split < 0 ? "" : op.substring(0, split);
        if (comparison != null && what.equals("count")) {
            return count(comparison, scope);
        }
        for (EventTest.Aggregate.Function function : EventTest.Aggregate.Function.values()) {
            if (comparison != null && function.name().toLowerCase(Locale.ROOT).equals(what)) {
                return aggregate(function, comparison);
            }
        }
        reading.invalid(leaf.at("op"), leaf.optional("op"), OPERATORS);
        return skipped();
    }

    private @Nullable EventTest count(Comparison comparison, @Nullable TimeScope scope) {
        boolean windowed = scope instanceof TimeScope.Sliding || scope instanceof TimeScope.Today;
        JsonNode value = leaf.required("value", "how many");
        Long count = value == null
                ? null
                : Literals.count(
                        value, leaf.at("value"), windowed ? reading.limits().countMax() : COUNT_MAX, reading);
        return count == null ? null : new EventTest.Count(comparison, count);
    }

    private @Nullable EventTest aggregate(EventTest.Aggregate.Function function, Comparison comparison) {
        String expected = "the path of a property";
        String text = leaf.text("property", expected);
        Path property = text == null ? null : Path.parse(text);
        if (text != null && property == null) {
            reading.invalid(leaf.at("property"), leaf.optional("property"), expected);
        }
        JsonNode value = leaf.required("value", Literals.NUMBER);
        BigDecimal number = value == null ? null : Literals.number(value, leaf.at("value"), Literals.NUMBER, reading);
        return property == null || number == null
                ? null
                : new EventTest.Aggregate(function, property, comparison, number);
    }

    private @Nullable EventTest age(EventTest.Age.Edge edge, boolean withinLast) {
        Long millis = duration("value");
        return millis == null ? null : new EventTest.Age(edge, withinLast, millis);
    }

    private @Nullable EventTest lastWhere() {
        JsonNode value = leaf.required("value", "a list of conditions on properties");
        List<EventPattern.PropertyTest> tests =
                value == null ? null : PatternReader.tests(value, leaf.at("value"), reading);
        return tests == null ? null : new EventTest.LastWhere(tests);
    }

    private @Nullable EventTest notFollowedBy() {
        JsonNode value = leaf.required("value", "the event that must not follow");
        EventPattern other = value == null ? null : PatternReader.nameOrStep(value, leaf.at("value"), reading);
        Long within = duration("within");
        return other == null || within == null ? null : new EventTest.NotFollowedBy(other, within);
    }

    private @Nullable Long duration(String name) {
        return Literals.duration(leaf.required(name, Durations.EXPECTED), leaf.at(name), reading);
    }

    /** Which fields fit is not known without the operator: no more faults for them. */
    private @Nullable EventTest skipped() {
        for (String name : List.of("value", "property", "within")) {
            leaf.optional(name);
        }
        return null;
    }
}
