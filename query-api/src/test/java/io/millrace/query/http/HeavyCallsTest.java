package io.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.query.request.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeavyCallsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> through = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aWorkspaceHasItsShareAndOthersPassIt() {
        HeavyCalls calls = new HeavyCalls(new HeavyLimits(2, 1, 10, LONG));
        HeavyCalls.Turn first = calls.turn("a", call());
        later(calls, "a", "second");

        HeavyCalls.Turn other = calls.turn("b", call());
        assertThat(through).isEmpty();

        first.close();
        await().until(() -> through.equals(List.of("second")));
        other.close();
    }

    @Test
    void allTogetherHaveABoundAndComeInOrder() {
        HeavyCalls calls = new HeavyCalls(new HeavyLimits(1, 1, 10, LONG));
        HeavyCalls.Turn first = calls.turn("a", call());
        later(calls, "b", "second");
        await().until(() -> calls.waitingNow() == 1);
        later(calls, "c", "third");
        await().until(() -> calls.waitingNow() == 2);

        first.close();
        await().until(() -> through.equals(List.of("second", "third")));
    }

    @Test
    void whoWaitsTooLongOrFindsAFullQueueIsRefused() {
        HeavyCalls calls = new HeavyCalls(new HeavyLimits(1, 1, 1, Duration.ofMillis(50)));
        HeavyCalls.Turn first = calls.turn("a", call());

        assertThatThrownBy(() -> calls.turn("a", call())).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(429);
            assertThat(refused.problem().code()).isEqualTo("rate_limited");
        });
        assertThat(calls.waitingNow()).isZero();
        HeavyCalls none = new HeavyCalls(new HeavyLimits(1, 1, 0, LONG));
        HeavyCalls.Turn only = none.turn("a", call());
        assertThatThrownBy(() -> none.turn("b", call())).isInstanceOf(ProblemException.class);
        only.close();
        none.turn("b", call()).close();
        first.close();
        calls.turn("a", call()).close();
    }

    private static WatchedCall call() {
        return new WatchedCall(Optional.empty(), closed -> {});
    }

    private void later(HeavyCalls calls, String workspace, String name) {
        threads.execute(() -> {
            try (HeavyCalls.Turn turn = calls.turn(workspace, call())) {
                through.add(name);
            }
        });
    }
}
