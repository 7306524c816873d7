package io.millrace.delivery.endpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Schedule schedule = new Schedule(3, 2, Duration.ofHours(1));

    private static Waiting waiting(int partition, long offset, long dueAt) {
        return new Waiting(partition, offset, 0, dueAt, false, null);
    }

    private static Waiting asked(long offset) {
        return new Waiting(0, offset, 0, 0, true, null);
    }

    private Schedule.@Nullable Begun take(long now) throws InterruptedException {
        return schedule.take(now);
    }

    private List<Long> taken(long now) throws InterruptedException {
        List<Long> offsets = new ArrayList<>();
        for (Schedule.Begun begun = take(now); begun != null; begun = take(now)) {
            offsets.add(begun.turn().waiting().offset());
        }
        return offsets;
    }

    private void fails(String line, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            schedule.add(line, waiting(0, 1_000 + i, 0));
            Schedule.Begun begun = requireNonNull(take(1));
            schedule.ended(begun, false);
        }
    }

    @Test
    void whatIsDueFirstGoesFirstAndNothingGoesEarly() throws Exception {
        schedule.add("a", waiting(0, 1, 30));
        schedule.add("a", waiting(0, 2, 10));

        assertThat(taken(9)).isEmpty();
        assertThat(taken(20)).containsExactly(2L);
        assertThat(taken(30)).containsExactly(1L);
    }

    @Test
    void anEndpointHasItsCallsAtOnceAndOthersHaveTheirTurnBetween() throws Exception {
        for (int i = 1; i <= 3; i++) {
            schedule.add("a", waiting(0, i, 0));
            schedule.add("b", waiting(0, 10 + i, 0));
        }

        assertThat(taken(1)).containsExactly(1L, 11L, 2L, 12L);
    }

    @Test
    void afterFiveFailuresAnEndpointIsLeftAlone() throws Exception {
        fails("a", 5);
        schedule.add("a", waiting(0, 1, 0));
        schedule.add("b", waiting(0, 2, 0));

        assertThat(taken(1)).containsExactly(2L);
        schedule.add("a", asked(3));
        assertThat(taken(1)).containsExactly(3L);
    }

    @Test
    void whatWaitedADayForAnEndpointThatDoesNotWorkIsGivenUp() throws Exception {
        fails("a", 5);
        schedule.add("a", waiting(0, 1, 0));

        assertThat(take(DAY)).isNull();
        Schedule.Begun begun = requireNonNull(take(DAY + 1));
        assertThat(begun.turn().tooLate()).isTrue();
    }

    @Test
    void oneThatWorksAgainAfterTheWaitIsOpenForAll() throws Exception {
        Schedule quick = new Schedule(10, 5, Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
            quick.add("a", waiting(0, i, 0));
            Schedule.Begun begun = requireNonNull(quick.take(1));
            quick.ended(begun, false);
        }
        quick.add("a", waiting(0, 5, 0));
        quick.add("a", waiting(0, 6, 0));
        Schedule.Begun probe = null;
        for (long end = System.nanoTime() + 10_000_000_000L; probe == null && System.nanoTime() < end; ) {
            probe = quick.take(1);
        }
        assertThat(quick.take(1)).as("one call looks").isNull();

        quick.ended(requireNonNull(probe), true);
        assertThat(quick.take(1)).isNotNull();
    }

    @Test
    void itIsFullForOneEndpointAlone() {
        for (int i = 0; i < 3; i++) {
            schedule.add("a", waiting(0, i, 0));
        }

        assertThat(schedule.full("a")).isTrue();
        assertThat(schedule.full("b")).isFalse();
    }

    @Test
    void whatBelongsToPartitionsThatWentElsewhereIsForgotten() throws Exception {
        schedule.add("a", waiting(0, 1, 0));
        schedule.add("a", waiting(1, 2, 0));
        schedule.forget(partition -> partition == 0);

        assertThat(taken(1)).containsExactly(2L);
    }
}
