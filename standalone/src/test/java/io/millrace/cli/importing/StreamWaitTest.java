package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.client.Accounting;
import io.millrace.cli.importing.StreamWait.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamWaitTest {

    @Test
    void eventsSentTwiceDoNotEndItTooEarly() throws InterruptedException {
        Deque<Snapshot> answers = new ArrayDeque<>(List.of(
                new Snapshot(new Accounting(0, 40, 0, 0), false, "noon"),
                new Snapshot(new Accounting(0, 90, 20, 0), false, "later"),
                new Snapshot(new Accounting(0, 100, 20, 0), true, "later")));

        List<Optional<String>> asked = new ArrayList<>();
        Accounting last = wait(Duration.ofSeconds(60)).await(100, until -> {
            asked.add(until);
            return answers.removeFirst();
        });

        assertThat(last).isEqualTo(new Accounting(0, 100, 20, 0));
        assertThat(answers).isEmpty();
        assertThat(asked).containsExactly(Optional.empty(), Optional.of("noon"), Optional.of("noon"));
    }

    @Test
    void aStreamThatStandsStillEndsThePatience() throws InterruptedException {
        Accounting last = wait(Duration.ofMillis(50))
                .await(100, until -> new Snapshot(new Accounting(0, 40, 0, 0), true, "noon"));

        assertThat(last.settled()).isEqualTo(40);
    }

    private static StreamWait wait(Duration patience) {
        return new StreamWait(Duration.ofMillis(1), patience);
    }
}
