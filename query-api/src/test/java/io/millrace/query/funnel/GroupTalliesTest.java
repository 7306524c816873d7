package io.millrace.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.filter.Field;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.GroupKey;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.Ranges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupTalliesTest {

    private static final FunnelQuery QUERY = new FunnelQuery(
            List.of(FunnelStep.of(Selector.named("a")), FunnelStep.of(Selector.named("b"))),
            Duration.ofDays(1),
            List.of(),
            Ranges.ofMillis(0, 1_000_000),
            List.of(),
            new Grouping(List.of(new Field(Field.Source.PROPERTIES, "p")), List.of("properties.p"), 0, 1, true),
            new Attribution(Attribution.Kind.ALL_STEPS, 0),
            false);

    @Test
    void inTheRestAnActorCountsOnceWithTheFunnelThatTookItFurthest() {
        GroupTallies tallies = new GroupTallies(QUERY);
        tallies.add(
                1, Map.of(List.of("big"), reached(1000, Reached.NEVER), List.of("x"), reached(1000, Reached.NEVER)));
        tallies.add(2, Map.of(List.of("big"), reached(1000, Reached.NEVER), List.of("y"), reached(2000, 5000)));
        tallies.add(3, Map.of(List.of("big"), reached(1000, 2000)));
        tallies.add(1, Map.of(List.of("y"), reached(4000, 5000)));

        assertThat(shown(tallies)).containsExactly("big 3>1 1.0", "$other 2>2 2.0");
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        Tally tally = new Tally(QUERY);
        for (long time : new long[] {1000, 9000, 2000, 4000}) {
            tally.add(reached(0, time));
        }

        assertThat(tally.steps().get(1).medianSeconds()).isEqualTo(3.0);
        assertThat(tally.steps().get(1).averageSeconds()).isEqualTo(4.0);
        assertThat(tally.steps().get(0).averageSeconds()).isNull();
    }

    private static List<String> shown(GroupTallies tallies) {
        return tallies.groups(GroupKey::of).stream()
                .map(group -> {
                    List<Tally.StepResult> steps = group.tally().steps();
                    return group.key().label() + " " + steps.get(0).count() + ">"
                            + steps.get(1).count() + " " + steps.get(1).averageSeconds();
                })
                .toList();
    }

    private static Reached reached(long... times) {
        return Reached.of(times);
    }
}
