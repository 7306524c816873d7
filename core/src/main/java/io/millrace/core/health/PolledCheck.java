package io.millrace.core.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A check that asks in a thread of its own, again and again, and answers with what it last learnt; unhealthy until it
 * has asked once. A question that throws is a problem, not the end of asking; so is one that gets no answer for long.
 * Thread-safe.
 */
public final class PolledCheck implements HealthCheck, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Duration patience;
    private final Supplier<Optional<String>> question;
    private final ScheduledExecutorService timer;
    private volatile Optional<String> problem;
    private volatile long answeredNanos = System.nanoTime();

    private PolledCheck(String name, Duration patience, Supplier<Optional<String>> question) {
        this.name = name;
        this.patience = patience;
        this.question = question;
        this.problem = Optional.of(name + " was not asked yet");
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name + "-health");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to ask at once, and waits ten seconds for an answer before it calls that a problem.
     *
     * @param pause between an answer and the next question
     * @param question may block, but must end; the problem it finds, as a sentence
     */
    public static PolledCheck start(String name, Duration pause, Supplier<Optional<String>> question) {
        return start(name, pause, PATIENCE, question);
    }

    static PolledCheck start(String name, Duration pause, Duration patience, Supplier<Optional<String>> question) {
        PolledCheck check = new PolledCheck(name, patience, question);
        check.timer.scheduleWithFixedDelay(check::ask, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return check;
    }

    private void ask() {
        try {
            problem = question.get();
        } catch (RuntimeException e) {
            problem = Optional.of(name + " cannot be asked: " + e.getMessage());
        }
        answeredNanos = System.nanoTime();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> problem() {
        Duration silent = Duration.ofNanos(System.nanoTime() - answeredNanos);
        return silent.compareTo(patience) > 0
                ? Optional.of(name + " has not answered for " + silent.toSeconds() + " seconds")
                : problem;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
