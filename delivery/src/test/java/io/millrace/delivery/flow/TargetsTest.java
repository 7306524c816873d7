package io.millrace.delivery.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many calls of one target are under way at once. */
class TargetsTest {

    private static final int ROOM = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Targets<Integer> targets = new Targets<>(
            new Pace(8, ROOM, 0, 3, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(50)),
            new Load(),
            threads);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void everyCallOfABusyTargetIsMadeAndNeverTooManyAtOnce() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            ends.add(targets.of("busy").call(() -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                Thread.sleep(1);
                underWay.decrementAndGet();
                return number;
            }));
        }

        for (int i = 0; i < ends.size(); i++) {
            assertThat(ends.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(most.get()).isEqualTo(ROOM);
    }
}
