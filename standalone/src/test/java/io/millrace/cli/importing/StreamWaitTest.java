package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.client.Accounting;
import io.millrace.cli.importing.StreamWait.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamWaitTest {

    @Test
    void eventsSentTwiceDoNotEndItTooEarly() throws InterruptedException {
        Deque<Snapshot> answers = new ArrayDeque<>(List.of(
                new Snapshot(new Accounting(0, 40, 0, 0), false),
                new Snapshot(new Accounting(0, 90, 20, 0), false),
                new Snapshot(new Accounting(0, 100, 20, 0), true)));

        Accounting last = wait(Duration.ofSeconds(60)).await(100, answers::removeFirst);

        assertThat(last).isEqualTo(new Accounting(0, 100, 20, 0));
        assertThat(answers).isEmpty();
    }

    @Test
    void aStreamThatStandsStillEndsThePatience() throws InterruptedException {
        Accounting last = wait(Duration.ofMillis(50)).await(100, () -> new Snapshot(new Accounting(0, 40, 0, 0), true));

        assertThat(last.settled()).isEqualTo(40);
    }

    private static StreamWait wait(Duration patience) {
        return new StreamWait(Duration.ofMillis(1), patience);
    }
}
