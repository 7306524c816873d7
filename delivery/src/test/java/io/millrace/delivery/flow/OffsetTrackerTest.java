package io.millrace.delivery.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private final OffsetTracker tracker = new OffsetTracker(10);

    @Test
    void theOldestOpenSendHoldsTheOffset() {
        assertThat(tracker.committable()).isEqualTo(10);
        tracker.begin(10, "ws", "a");
        tracker.passed(11);
        tracker.begin(12, "ws", "b");
        tracker.done(12);
        assertThat(tracker.committable()).isEqualTo(10);
        tracker.done(10);
        assertThat(tracker.committable()).isEqualTo(13);
    }

    @Test
    void aSendThatIsOnItsWayDoesNotBeginAgainUntilItIsDone() {
        assertThat(tracker.begin(10, "ws", "a")).isTrue();
        assertThat(tracker.begin(11, "ws", "a")).isFalse();
        assertThat(tracker.begin(12, "other", "a")).isTrue();
        tracker.done(10);
        assertThat(tracker.begin(13, "ws", "a")).isTrue();
        assertThat(tracker.committable()).isEqualTo(12);
    }

    @Test
    void whatIsReadAgainIsNotPassed() {
        tracker.passed(10);
        tracker.passed(11);
        tracker.back(11);
        assertThat(tracker.committable()).isEqualTo(11);
    }
}
