package io.millrace.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.OracleSeed;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.Ranges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the engine to {@link FunnelOracle} over generated funnels and histories in which ties, events that fit several
 * steps, exclusions and ends of windows are frequent. Property {@code funnel.histories} makes the run longer.
 */
class FunnelOracleTest {

    private static final int HISTORIES = Integer.getInteger("funnel.histories", 12_000);
    private static final Grouping BY_COLOUR =
            new Grouping(List.of(new Field(Field.Source.PROPERTIES, "colour")), List.of("colour"), 0, 25, true);
    private static final List<String> COLOURS = List.of("", "blue", "green");

    @ParameterizedTest
    @EnumSource(Order.class)
    void theEngineAgreesWithTryingEverything(Order order) {
        long seed = OracleSeed.of("funnel");
        Random random = new Random(seed);
        int completed = 0;
        int excluded = 0;
        for (int i = 0; i < HISTORIES; i++) {
            FunnelQuery query = query(random, order);
            List<ActorEvent> history = history(random, query.steps().size());
            String what = "seed %d, history %d: %s over %s".formatted(seed, i, query, history);
            FunnelOracle oracle = new FunnelOracle(query);
            FunnelEngine engine = new FunnelEngine(query);
            History events = new History();
            engine.eligible(ActorEvent.history(history), events);

            Optional<long[]> expected = oracle.run(history);
            assertThat(shown(engine.run(events))).as(what).isEqualTo(shown(expected.orElse(null)));
            assertThat(trend(engine, events))
                    .as("trend, %s", what)
                    .isEqualTo(shown(oracle.trend(history, at -> at / 3000)));
            assertThat(groups(query, engine, events)).as("groups, %s", what).isEqualTo(shown(oracle.groups(history)));

            int[] required = query.required();
            completed +=
                    expected.isPresent() && expected.get()[required[required.length - 1]] != Attempts.NEVER ? 1 : 0;
            excluded += expected.isEmpty() && oracleWithout(query).run(history).isPresent() ? 1 : 0;
        }
        // The histories are such that much happens in them.
        assertThat(completed).isGreaterThan(HISTORIES / 20);
        if (order != Order.UNORDERED) {
            assertThat(excluded).isGreaterThan(HISTORIES / 100);
        }
    }

    private static FunnelOracle oracleWithout(FunnelQuery query) {
        return new FunnelOracle(new FunnelQuery(
                query.steps(),
                query.order(),
                query.window(),
                List.of(),
                query.range(),
                query.filters(),
                query.actor(),
                query.grouping(),
                query.attribution(),
                query.conversionAfterRange()));
    }

    /** Buckets of three seconds: the range begins at 0. */
    private static Map<Long, String> trend(FunnelEngine engine, History events) {
        Map<Long, String> found = new HashMap<>();
        EntryBuckets buckets = new EntryBuckets(ofThreeSeconds());
        engine.runByBucket(events, buckets, (bucket, times) -> found.put((long) bucket, shown(times)));
        return found;
    }

    private static Buckets ofThreeSeconds() {
        List<String> labels = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            labels.add("bucket " + i);
            starts.add(i * 3000L);
            numbers.add(i);
        }
        return new Buckets(labels, starts, numbers);
    }

    private static Map<List<String>, String> groups(FunnelQuery query, FunnelEngine engine, History events) {
        Map<List<String>, String> found = new HashMap<>();
        new ActorGroups(query).of(events, (value, narrowed) -> {
            long[] times = engine.run(narrowed);
            if (times != null) {
                found.put(value, shown(times));
            }
        });
        return found;
    }

    private static <K> Map<K, String> shown(Map<K, long[]> results) {
        Map<K, String> shown = new HashMap<>();
        results.forEach((key, times) -> shown.put(key, shown(times)));
        return shown;
    }

    private static String shown(long @Nullable [] times) {
        return times == null ? "none" : Arrays.toString(times).replace(Long.toString(Attempts.NEVER), "-");
    }

    private static FunnelQuery query(Random random, Order order) {
        List<FunnelStep> steps = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int step = 0; step < count; step++) {
            FunnelStep.FirstTime firstTime = random.nextInt(10) > 0
                    ? FunnelStep.FirstTime.NO
                    : FunnelStep.FirstTime.values()[1 + random.nextInt(2)];
            boolean optional = step > 0 && count > 2 && random.nextInt(5) == 0;
            steps.add(new FunnelStep(Selector.named("s" + step), "s" + step, optional, firstTime));
        }
        return new FunnelQuery(
                steps,
                order,
                Duration.ofSeconds(1 + random.nextInt(8)),
                exclusions(random, order, steps),
                Ranges.ofMillis(0, random.nextInt(3) == 0 ? 6000 : 20_000),
                List.of(),
                Optional.empty(),
                BY_COLOUR,
                attribution(random, count),
                random.nextInt(4) == 0);
    }

    private static List<Exclusion> exclusions(Random random, Order order, List<FunnelStep> steps) {
        List<Exclusion> exclusions = new ArrayList<>();
        List<Integer> required = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            if (!steps.get(step).optional()) {
                required.add(step);
            }
        }
        for (int i = random.nextInt(3); i > 0 && required.size() > 1; i--) {
            boolean whole = order == Order.UNORDERED || random.nextBoolean();
            int to = whole ? required.size() - 1 : 1 + random.nextInt(required.size() - 1);
            int from = whole ? 0 : random.nextInt(to);
            exclusions.add(new Exclusion(Selector.ANY, required.get(from), required.get(to)));
        }
        return exclusions;
    }

    private static Attribution attribution(Random random, int steps) {
        Attribution.Kind kind = Attribution.Kind.values()[random.nextInt(4)];
        return new Attribution(kind, kind == Attribution.Kind.STEP ? random.nextInt(steps) : 0);
    }

    private static List<ActorEvent> history(Random random, int steps) {
        List<ActorEvent> events = new ArrayList<>();
        int count = random.nextInt(9);
        int seconds = 4 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            int bits = 1 << random.nextInt(steps) | (random.nextInt(3) == 0 ? 1 << random.nextInt(steps) : 0);
            int named = bits | (random.nextInt(3) == 0 ? 1 << random.nextInt(steps) : 0);
            int marks = random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0;
            long at = (random.nextInt(seconds) - (random.nextInt(8) == 0 ? 3 : 0)) * 1000L;
            String colour = COLOURS.get(random.nextInt(COLOURS.size()));
            events.add(new ActorEvent(at, random.nextInt(6) == 0 ? 0 : bits, named, marks, List.of(colour)));
        }
        events.sort(Comparator.comparingLong(ActorEvent::timestampMillis));
        return events;
    }
}
