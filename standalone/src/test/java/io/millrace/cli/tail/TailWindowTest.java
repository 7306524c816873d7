package io.millrace.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TailWindowTest {

    private final TailWindow window = new TailWindow(100);

    @Test
    void nothingIsShownTwice() {
        assertThat(window.show(at(100, 1))).isTrue();
        assertThat(window.show(at(100, 1))).isFalse();
        assertThat(window.show(at(100, 2))).isTrue();
    }

    @Test
    void whatArrivedBeforeTheStartIsNotShown() {
        assertThat(window.show(at(99, 1))).isFalse();
        assertThat(window.unread(Map.of(99L, 5L))).isEmpty();
    }

    @Test
    void aSecondWithMoreThanWasSeenIsReadAgain() {
        window.show(at(100, 1));
        window.show(at(102, 2));

        assertThat(window.unread(Map.of(100L, 1L, 102L, 1L))).isEmpty();
        assertThat(window.unread(Map.of(100L, 2L, 101L, 1L, 102L, 1L))).containsExactly(100L, 101L);
    }

    @Test
    void anOldSecondIsLetGoAfterTheLag() {
        window.show(at(110, 1));
        window.moveOn(0);
        window.show(at(140, 2));
        window.moveOn(29_999);
        assertThat(window.fromSecond()).isEqualTo(100);
        assertThat(window.show(at(101, 3))).as("late, but not too late").isTrue();

        window.moveOn(30_000);
        assertThat(window.fromSecond()).as("5 s before the newest of 30 s ago").isEqualTo(105);
        assertThat(window.show(at(104, 4))).isFalse();
        assertThat(window.show(at(110, 1))).as("still remembered").isFalse();
    }

    private static Position at(long second, long offset) {
        return new Position(second * 1_000 + 500, 3, offset);
    }
}
