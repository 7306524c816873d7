package io.millrace.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PolledCheckTest {

    private static final Duration PAUSE = Duration.ofMillis(5);

    @Test
    void isUnhealthyUntilTheFirstAnswer() {
        CountDownLatch answer = new CountDownLatch(1);
        try (PolledCheck check = PolledCheck.start("kafka", PAUSE, () -> {
            awaitQuietly(answer);
            return Optional.empty();
        })) {
            assertThat(check.problem()).contains("kafka was not asked yet");
            answer.countDown();
            await().until(() -> check.problem().isEmpty());
        }
    }

    @Test
    void goesOnAskingAfterAQuestionThatThrew() {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (PolledCheck check = PolledCheck.start("kafka", PAUSE, () -> {
            if (broken.get()) {
                throw new IllegalStateException("no route");
            }
            return Optional.empty();
        })) {
            await().until(() -> check.problem().equals(Optional.of("kafka cannot be asked: no route")));
            broken.set(false);
            await().until(() -> check.problem().isEmpty());
        }
    }

    @Test
    void aQuestionWithoutAnswerIsAProblem() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean hanging = new AtomicBoolean();
        Duration patience = Duration.ofMillis(50);
        try (PolledCheck check = PolledCheck.start("kafka", PAUSE, patience, () -> {
            if (hanging.get()) {
                awaitQuietly(answer);
            }
            return Optional.empty();
        })) {
            await().until(() -> check.problem().isEmpty());
            hanging.set(true);
            await().until(() -> check.problem().orElse("").startsWith("kafka has not answered for"));
            hanging.set(false);
            answer.countDown();
            await().until(() -> check.problem().isEmpty());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
