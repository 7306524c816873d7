package io.millrace.cli.demo;

import io.millrace.cli.client.ClientCommand;
import io.millrace.cli.client.Connection;
import io.millrace.cli.client.IngestClient;
import io.millrace.cli.client.Interruption;
import io.millrace.cli.client.OptionFailure;
import io.millrace.cli.sending.Batch;
import io.millrace.cli.sending.BatchCutter;
import io.millrace.cli.sending.RetryPolicy;
import io.millrace.cli.sending.Sender;
import io.millrace.core.settings.Env;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a workspace with the events of a shop. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the last 30 days of a shop's life, then goes on live until Ctrl-C.",
            "Contacts with plans and sources, page views, signups, logins and purchases. The same seed gives the same"
                    + " events with the same message ids, so running it again adds nothing but what happened since."
        })
public final class DemoCommand extends ClientCommand {

    private static final RetryPolicy RETRIES =
            new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5));
    private static final int IN_FLIGHT = 2;

    @Option(names = "--seed", paramLabel = "N", description = "Which shop it is (${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(names = "--days", paramLabel = "N", description = "How many days back (${DEFAULT-VALUE}).")
    int days = 30;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "The end of the history, say 2026-03-01T00:00:00Z (now); with it there is no live part.")
    @Nullable
    Instant until;

    @Option(
            names = "--live",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Goes on with events as they happen (the default).")
    boolean live = true;

    @Option(names = "--once", description = "Sends the history and ends.")
    boolean once;

    @Mixin
    final Connection connection;

    private final Clock clock;

    public DemoCommand() {
        this(Env.system());
    }

    public DemoCommand(Env env) {
        this(env, Clock.systemUTC());
    }

    DemoCommand(Env env, Clock clock) {
        this.connection = new Connection(env);
        this.clock = clock;
    }

    @Override
    protected int run() throws InterruptedException {
        if (days < 1 || days > 365) {
            throw new OptionFailure("--days: found " + days + ", expected 1 to 365");
        }
        IngestClient ingest = connection.ingest();
        long end = (until == null ? clock.instant() : until).toEpochMilli();
        Schedule schedule =
                new Schedule(new Shop(seed), end - Duration.ofDays(days).toMillis());
        try (Sender sender = new Sender(ingest, RETRIES, "demo-" + seed, IN_FLIGHT, new Waiting())) {
            long sent = history(schedule, end, sender);
            out().printf(Locale.ROOT, "Sent %,d events of %d days to %s.%n", sent, days, ingest.base());
            if (live && !once && until == null) {
                out().println("Going on live; Ctrl-C ends it.");
                out().flush();
                try (Interruption interruption = Interruption.watch(this::end)) {
                    goOn(schedule, sent, sender);
                }
            }
        }
        return DONE;
    }

    /** Ctrl-C is how the live part ends, so it is no failure. */
    private void end() {
        out().println("Stopped; the same command goes on with what happened since.");
        out().flush();
        Runtime.getRuntime().halt(DONE);
    }

    private long history(Schedule schedule, long end, Sender sender) throws InterruptedException {
        BatchCutter cutter = new BatchCutter();
        long position = 0;
        while (schedule.peek().timestampMillis() < end) {
            position++;
            Optional<Batch> batch = cutter.add(position, schedule.take().bytes());
            if (batch.isPresent()) {
                sender.submit(batch.get());
            }
        }
        Optional<Batch> rest = cutter.rest();
        if (rest.isPresent()) {
            sender.submit(rest.get());
        }
        sender.finish();
        return position;
    }

    /** Each event goes out when its time has come; those that came due together go out together. */
    private void goOn(Schedule schedule, long sent, Sender sender) throws InterruptedException {
        long position = sent;
        BatchCutter cutter = new BatchCutter();
        while (!Thread.currentThread().isInterrupted()) {
            long wait = schedule.peek().timestampMillis() - clock.millis();
            if (wait > 0) {
                Optional<Batch> rest = cutter.rest();
                if (rest.isPresent()) {
                    sender.submit(rest.get());
                    sender.finish();
                }
                Thread.sleep(wait);
            }
            position++;
            Optional<Batch> batch = cutter.add(position, schedule.take().bytes());
            if (batch.isPresent()) {
                sender.submit(batch.get());
            }
        }
    }

    private final class Waiting implements Sender.Listener {
        @Override
        public void taken(long first, long last) {}

        @Override
        public void tooLarge(long position, String message) {
            throw new IllegalStateException("a demo event is too large for a request: " + message);
        }

        @Override
        public void waiting(String message, Duration wait) {
            err().println(message + ". Trying again in " + wait.toMillis() + " ms.");
            err().flush();
        }
    }
}
