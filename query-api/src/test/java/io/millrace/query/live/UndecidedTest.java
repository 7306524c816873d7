package io.millrace.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.query.live.LiveEvent.Place;
import io.millrace.streams.Topics;
import io.millrace.streams.record.Decision;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events and decisions about them, read from topics that keep no order between each other. */
class UndecidedTest {

    private final Undecided undecided = new Undecided();

    @BeforeEach
    void begin() {
        undecided.begin(3, 100);
    }

    @Test
    void eitherMayComeFirst() {
        assertThat(undecided.arrived(event(100), 0)).isEmpty();
        assertThat(undecided.decided(stored(100))).contains(new Undecided.Decided(event(100), stored(100)));

        assertThat(undecided.decided(stored(101))).isEmpty();
        assertThat(undecided.arrived(event(101), 0)).contains(new Undecided.Decided(event(101), stored(101)));
    }

    @Test
    void aDecisionIsUsedOnceHoweverOftenAReplayRepeatsIt() {
        undecided.arrived(event(100), 0);

        assertThat(undecided.decided(stored(100))).isPresent();
        assertThat(undecided.decided(stored(100))).isEmpty();
    }

    @Test
    void whatNobodyWantsOrWasBeforeLeavesNothingBehind() {
        assertThat(undecided.decided(stored(99))).isEmpty();
        assertThat(undecided.decided(stored(100))).isEmpty();
        undecided.passed(3, 100);

        assertThat(undecided.arrived(event(100), 0)).isEmpty();
        assertThat(undecided.arrived(event(99), 0)).isEmpty();
        undecided.begin(4, 0);
        assertThat(undecided.decided(new Decision(5, 0, Decision.Outcome.STORED, null, "")))
                .isEmpty();
    }

    @Test
    void whatWaitsForFiveSecondsIsNamedOnceAndDecidedStill() {
        long second = Duration.ofSeconds(1).toNanos();
        undecided.arrived(event(100), 0);
        undecided.arrived(event(101), second);

        assertThat(undecided.overdue(5 * second - 1)).isEmpty();
        assertThat(undecided.overdue(5 * second)).containsExactly(event(100));
        assertThat(undecided.overdue(6 * second)).containsExactly(event(101));
        assertThat(undecided.decided(stored(100))).isPresent();
    }

    @Test
    void theOldestAreForgottenWhenTooManyWait() {
        for (long offset = 100; offset < 10_103; offset++) {
            undecided.arrived(event(offset), 0);
        }

        assertThat(undecided.takeForgotten()).isEqualTo(3);
        assertThat(undecided.takeForgotten()).isZero();
        assertThat(undecided.decided(stored(102))).isEmpty();
        assertThat(undecided.decided(stored(103))).isPresent();
    }

    private static Decision stored(long offset) {
        return new Decision(3, offset, Decision.Outcome.STORED, null, "");
    }

    private static LiveEvent event(long offset) {
        return new LiveEvent(
                "ws",
                new Place(Topics.EVENTS, 3, offset),
                "track",
                "signup",
                "m",
                "ann",
                null,
                0L,
                0,
                JsonNodeFactory.instance.nullNode());
    }
}
