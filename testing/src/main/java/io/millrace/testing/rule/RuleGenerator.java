package io.millrace.testing.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.core.rule.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes up rules of every form. */
final class RuleGenerator {

    private static final List<Comparison> OF_EVENTS =
            List.of(Comparison.GTE, Comparison.LTE, Comparison.EQ, Comparison.GT, Comparison.LT);

    private static final List<Comparison> EQUALITY = List.of(Comparison.EQ, Comparison.NEQ);
    private static final List<Comparison> ORDER = List.of(Comparison.GT, Comparison.GTE, Comparison.LT, Comparison.LTE);

    private final Random random;
    private final Moments moments;
    private final Vocabulary words;

    RuleGenerator(Random random, Moments moments, Vocabulary words) {
        this.random = random;
        this.moments = moments;
        this.words = words;
    }

    /** @param named ids of segments that it may name */
    Rule rule(LeafKind kind, List<String> named) {
        Rule leaf = leaf(kind, named);
        return switch (random.nextInt(6)) {
            case 0 -> new Rule.Not(leaf);
            case 1 -> new Rule.And(List.of(leaf, leaf(any(), named)));
            case 2 -> new Rule.Or(List.of(leaf(any(), named), leaf));
            case 3 -> new Rule.And(List.of(new Rule.Not(leaf(any(), named)), new Rule.Or(List.of(leaf))));
            default -> leaf;
        };
    }

    private LeafKind any() {
        return words.pick(List.of(LeafKind.values()));
    }

    private Rule leaf(LeafKind kind, List<String> named) {
        return switch (kind) {
            case TRAIT_EQUAL -> trait(words.trait(), compare(EQUALITY));
            case TRAIT_ORDER -> trait(words.trait(), compare(ORDER));
            case TRAIT_CONTAINS -> trait(words.trait(), new ValueTest.Contains(words.scalar(), random.nextBoolean()));
            case TRAIT_IN -> trait(words.trait(), in());
            case TRAIT_EXISTS -> trait(words.trait(), new ValueTest.Exists(random.nextBoolean()));
            case TRAIT_DATE ->
                trait(
                        "joined_at",
                        new ValueTest.DateWindow(
                                words.pick(List.of(ValueTest.DateWindow.Kind.values())), moments.duration()));
            case TRAIT_DATE_ORDER ->
                trait("joined_at", new ValueTest.Compare(words.pick(List.of(Comparison.values())), words.date()));
            case HELD ->
                new Rule.Trait(
                        Path.of(words.pick(List.of("stage", "stage", "address.city"))),
                        new ValueTest.Held(words.scalar(), random.nextBoolean(), moments.duration()));
            case SCORE -> new Rule.Score(words.pick(Vocabulary.SCORES), scoreTest());
            case TAG -> new Rule.Tag(words.pick(Vocabulary.TAGS), random.nextBoolean());
            case SEGMENT -> new Rule.Segment(words.pick(named), random.nextBoolean());
            case SUBSCRIPTION -> new Rule.Subscription(words.pick(Vocabulary.GROUPS), random.nextBoolean());
            case COUNT -> events(new EventTest.Count(words.pick(OF_EVENTS), random.nextInt(4)));
            case COUNT_WHERE ->
                new Rule.Events(
                        new EventPattern(words.pattern(), several(1, 2, this::propertyTest)),
                        scope(),
                        new EventTest.Count(words.pick(OF_EVENTS), random.nextInt(3)));
            case SUM -> aggregate(EventTest.Aggregate.Function.SUM);
            case AVG -> aggregate(EventTest.Aggregate.Function.AVG);
            case MIN -> aggregate(EventTest.Aggregate.Function.MIN);
            case MAX -> aggregate(EventTest.Aggregate.Function.MAX);
            case DISTINCT -> aggregate(EventTest.Aggregate.Function.DISTINCT);
            case AGE ->
                events(new EventTest.Age(
                        words.pick(List.of(EventTest.Age.Edge.values())), random.nextBoolean(), moments.duration()));
            case LAST_WHERE -> events(new EventTest.LastWhere(several(1, 2, this::propertyTest)));
            case NOT_FOLLOWED_BY -> events(new EventTest.NotFollowedBy(pattern(), moments.duration()));
            case SEQUENCE -> new Rule.Sequence(several(2, 3, this::pattern), moments.duration());
            case BUCKET -> new Rule.Bucket(random.nextInt(101), "salt-" + random.nextInt(3));
        };
    }

    private static Rule trait(String path, ValueTest test) {
        return new Rule.Trait(Path.of(path), test);
    }

    private Rule aggregate(EventTest.Aggregate.Function function) {
        return events(
                new EventTest.Aggregate(function, Path.of(words.property()), words.pick(OF_EVENTS), words.number()));
    }

    private Rule events(EventTest test) {
        return new Rule.Events(pattern(), scope(), test);
    }

    private EventPattern pattern() {
        return new EventPattern(
                words.pattern(), random.nextInt(3) == 0 ? several(1, 2, this::propertyTest) : List.of());
    }

    private EventPattern.PropertyTest propertyTest() {
        return new EventPattern.PropertyTest(Path.of(words.property()), valueTest());
    }

    private TimeScope scope() {
        return switch (random.nextInt(6)) {
            case 0 -> new TimeScope.AllTime();
            case 1 -> new TimeScope.Today();
            case 2 -> between();
            default -> new TimeScope.Sliding(moments.duration());
        };
    }

    private TimeScope between() {
        long since = moments.any();
        long until = moments.any();
        if (since == until || random.nextInt(3) == 0) {
            return random.nextBoolean() ? new TimeScope.Between(since, null) : new TimeScope.Between(null, until);
        }
        return new TimeScope.Between(Math.min(since, until), Math.max(since, until));
    }

    private ValueTest valueTest() {
        return switch (random.nextInt(6)) {
            case 0 -> new ValueTest.Contains(words.scalar(), random.nextBoolean());
            case 1 -> in();
            case 2 -> new ValueTest.Exists(random.nextBoolean());
            case 3 -> compare(ORDER);
            default -> compare(EQUALITY);
        };
    }

    private ValueTest compare(List<Comparison> comparisons) {
        return new ValueTest.Compare(words.pick(comparisons), words.scalar());
    }

    private ValueTest in() {
        return new ValueTest.In(several(1, 3, words::scalar), random.nextBoolean());
    }

    private ValueTest scoreTest() {
        if (random.nextInt(4) == 0) {
            return new ValueTest.Exists(random.nextBoolean());
        }
        JsonNode number = DecimalNode.valueOf(words.number());
        return new ValueTest.Compare(words.pick(List.of(Comparison.values())), number);
    }

    private <T> List<T> several(int least, int most, Supplier<T> maker) {
        List<T> list = new ArrayList<>();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            list.add(maker.get());
        }
        return list;
    }
}
