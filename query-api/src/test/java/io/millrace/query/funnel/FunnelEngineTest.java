package io.millrace.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.Ranges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Times are seconds; a letter is an event of that step (A = 1, B = 2 …), x is one that the first exclusion matches. */
class FunnelEngineTest {

    private static final int HISTORIES = 20_000;

    private Duration window = Duration.ofSeconds(100);
    private List<Exclusion> exclusions = List.of();
    private List<FunnelStep> steps = steps(3);
    private boolean afterRange;

    @Test
    void anythingMayLieBetween() {
        assertThat(run("A1 z2 C3 B4 z5 C6")).isEqualTo("1 4 6");
    }

    @Test
    void theEndOfTheWindowCounts() {
        assertThat(run("A1 B101")).isEqualTo("1 101 -");
        assertThat(run("A1 B102")).isEqualTo("1 - -");
    }

    @Test
    void theWindowRunsFromStepOneOfEachAttempt() {
        assertThat(run("A1 A50 B110 C140")).isEqualTo("50 110 140");
    }

    @Test
    void aLaterStepOneDoesNotEndTheAttemptBefore() {
        assertThat(run("A1 B2 A3 C4")).isEqualTo("1 2 4");
    }

    @Test
    void timesComeFromTheFirstAttemptThatCompleted() {
        assertThat(run("A1 A5 B6 C7 A8 B9 C10")).isEqualTo("1 6 7");
    }

    @Test
    void timesOfIncompleteContactsComeFromTheFirstThatReachedFurthest() {
        assertThat(run("A1 A200 B201 A400 B402")).isEqualTo("200 201 -");
    }

    @Test
    void aRepeatedStepNeedsASecondEvent() {
        steps = List.of(step("A"), step("A"), step("B"));
        assertThat(run("1:1,2 5:3")).isEqualTo("1 - -");
        assertThat(run("1:1,2 2:1,2 5:3")).isEqualTo("1 2 5");
    }

    @Test
    void eventsOfOneInstantFillStepsInWhicheverOrderConvertsMost() {
        assertThat(run("C1 B1 A1")).isEqualTo("1 1 1");
        // Two events, one fits steps 1 and 2: both steps are filled, each event once.
        assertThat(run("1:1,2 1:1")).isEqualTo("1 1 -");
        assertThat(run("1:1,2")).isEqualTo("1 - -");
    }

    @Test
    void anExclusionMarksTheAttemptInWhichItHappens() {
        exclusions = List.of(new Exclusion(Selector.ANY, 0, 2));
        assertThat(run("A1 x2 B3 C4")).isEqualTo("none");
        assertThat(run("A1 x2 A3 B4 C5")).isEqualTo("3 4 5");
        // The marked attempt reached further, so the clean one does not count.
        assertThat(run("A1 x2 B3 A150")).isEqualTo("none");
        assertThat(run("A1 B2 C3 x4")).isEqualTo("1 2 3");
        assertThat(run("x1 A2 B3")).isEqualTo("2 3 -");
        assertThat(run("A1 B2 x102")).isEqualTo("1 2 -");
        assertThat(run("A1 B2 x101")).isEqualTo("none");
    }

    @Test
    void anExclusionAtTheInstantOfAStepExcludesNothing() {
        exclusions = List.of(new Exclusion(Selector.ANY, 0, 2));
        assertThat(run("A1 x1 B2 x2 C3 x3")).isEqualTo("1 2 3");
    }

    @Test
    void anExclusionBetweenTwoStepsLeavesTheOthersAlone() {
        exclusions = List.of(new Exclusion(Selector.ANY, 1, 2));
        assertThat(run("A1 x2 B3 C4")).isEqualTo("1 3 4");
        assertThat(run("A1 B2 x3 C4")).isEqualTo("none");
    }

    @Test
    void optionalStepsAreNeitherRequiredNorInTheWay() {
        steps = List.of(step("A"), optional("B"), step("C"));
        assertThat(run("A1 C3")).isEqualTo("1 - 3");
        assertThat(run("A1 B2 C3")).isEqualTo("1 2 3");
        assertThat(run("A1 C3 B4")).isEqualTo("1 - 3");
        assertThat(run("A1 B4")).isEqualTo("1 4 -");
        // The one event that fits both goes to the step that is required.
        assertThat(run("A1 2:2,3")).isEqualTo("1 - 2");
        assertThat(run("A1 2:2,3 2:2")).isEqualTo("1 2 2");
    }

    @Test
    void entryAndConversionLieInTheRangeUnlessAskedOtherwise() {
        assertThat(run("A990 B1001 C1002")).isEqualTo("990 - -");
        afterRange = true;
        assertThat(run("A990 B1001 C1002")).isEqualTo("990 1001 1002");
        assertThat(run("A1001 B1002 C1003")).isEqualTo("none");
    }

    @Test
    void aFirstTimeStepTakesTheFirstEventOfAllHistoryOnly() {
        steps = List.of(new FunnelStep(Selector.ANY, "A", false, FunnelStep.FirstTime.MATCHING), step("B"));
        assertThat(run("A-5 A1 B2")).isEqualTo("none");
        assertThat(run("A1 A3 B4")).isEqualTo("1 4");
    }

    @Test
    void theEngineAgreesWithTryingEverything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int completed = 0;
        int excluded = 0;
        for (int i = 0; i < HISTORIES; i++) {
            steps = steps(2 + random.nextInt(3));
            if (steps.size() > 2 && random.nextInt(4) == 0) {
                List<FunnelStep> changed = new ArrayList<>(steps);
                changed.set(1, optional("O"));
                steps = List.copyOf(changed);
            }
            window = Duration.ofSeconds(1 + random.nextInt(8));
            int last = steps.size() - 1;
            exclusions = random.nextBoolean()
                    ? List.of()
                    : List.of(
                            new Exclusion(Selector.ANY, 0, last), new Exclusion(Selector.ANY, last == 3 ? 2 : 0, last));
            afterRange = random.nextInt(4) == 0;
            FunnelQuery query = query(random.nextInt(3) == 0 ? 6 : 1000);
            List<ActorEvent> events = events(random);

            FunnelEngine engine = new FunnelEngine(query);
            Optional<Reached> found = engine.run(engine.eligible(events));
            Optional<List<Long>> expected = new FunnelOracle(query).run(engine.eligible(events));

            Optional<List<Long>> required = found.map(reached -> IntStream.of(query.required())
                    .mapToObj(reached::time)
                    .filter(Objects::nonNull)
                    .map(time -> (Long) time)
                    .toList());
            assertThat(required)
                    .as("seed %d, history %d: %s over %s", seed, i, query, events)
                    .isEqualTo(expected);
            completed += expected.filter(times -> times.size() == query.required().length)
                            .isPresent()
                    ? 1
                    : 0;
            excluded += expected.isEmpty() && events.stream().anyMatch(event -> event.fills(0)) ? 1 : 0;
        }
        // The histories are such that much happens in them.
        assertThat(completed).isGreaterThan(HISTORIES / 10);
        assertThat(excluded).isGreaterThan(HISTORIES / 100);
    }

    private List<ActorEvent> events(Random random) {
        List<ActorEvent> events = new ArrayList<>();
        int count = random.nextInt(9);
        for (int i = 0; i < count; i++) {
            int bits = 1 << random.nextInt(steps.size())
                    | (random.nextInt(3) == 0 ? 1 << random.nextInt(steps.size()) : 0);
            int marks = random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0;
            events.add(
                    new ActorEvent(random.nextInt(12) * 1000L, random.nextInt(6) == 0 ? 0 : bits, 0, marks, List.of()));
        }
        events.sort(Comparator.comparingLong(ActorEvent::timestampMillis));
        return events;
    }

    private FunnelQuery query(int rangeSeconds) {
        return new FunnelQuery(
                steps,
                window,
                exclusions,
                Ranges.ofMillis(0, rangeSeconds * 1000L),
                List.of(),
                Grouping.none(),
                Attribution.FIRST_TOUCH,
                afterRange);
    }

    /** Reads a history, runs it, and shows when each step was done. */
    private String run(String history) {
        List<ActorEvent> events = new ArrayList<>();
        for (String word : history.split(" ")) {
            int colon = word.indexOf(':');
            if (colon > 0) {
                int bits = 0;
                for (String step : word.substring(colon + 1).split(",")) {
                    bits |= 1 << Integer.parseInt(step) - 1;
                }
                events.add(event(word.substring(0, colon), bits, 0));
            } else {
                char kind = word.charAt(0);
                int bits = kind >= 'A' && kind <= 'C' ? 1 << kind - 'A' : 0;
                events.add(event(word.substring(1), bits, kind == 'x' ? 1 : 0));
            }
        }
        events.sort(Comparator.comparingLong(ActorEvent::timestampMillis));
        FunnelEngine engine = new FunnelEngine(query(1000));
        return engine.run(engine.eligible(events)).map(this::shown).orElse("none");
    }

    private String shown(Reached reached) {
        List<String> times = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            Long time = reached.time(step);
            times.add(time == null ? "-" : Long.toString(time / 1000));
        }
        return String.join(" ", times);
    }

    private static ActorEvent event(String seconds, int bits, int marks) {
        return new ActorEvent(Long.parseLong(seconds) * 1000, bits, bits, marks, List.of());
    }

    private static List<FunnelStep> steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(step -> step(Character.toString('A' + step)))
                .toList();
    }

    private static FunnelStep step(String name) {
        return new FunnelStep(Selector.named(name), name, false, FunnelStep.FirstTime.NO);
    }

    private static FunnelStep optional(String name) {
        return new FunnelStep(Selector.named(name), name, true, FunnelStep.FirstTime.NO);
    }
}
