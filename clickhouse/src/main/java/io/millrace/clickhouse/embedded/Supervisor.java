package io.millrace.clickhouse.embedded;

import io.millrace.core.health.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one server process running: starts the next when one dies, at growing distances while it keeps dying. */
final class Supervisor implements HealthCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Duration WATCH_INTERVAL = Duration.ofHours(1);
    private static final long JOIN_LIMIT_MILLIS = 15_000;

    private final Supplier<ServerProcess> launcher;
    private final Thread watch = new Thread(this::watch, "clickhouse-supervisor");

    private volatile boolean closing;
    private volatile @Nullable ServerProcess server;
    private volatile @Nullable String problem = "starting";

    Supervisor(Supplier<ServerProcess> launcher) {
        this.launcher = launcher;
        watch.setDaemon(true);
    }

    /** Returns when the first process answers; afterwards it is watched. */
    void start() {
        try {
            launch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedClickHouseException("interrupted while ClickHouse started", e);
        }
        watch.start();
    }

    long pid() {
        ServerProcess now = server;
        return now == null ? -1 : now.pid();
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public Optional<String> problem() {
        ServerProcess now = server;
        if (now != null && !now.isAlive() && !closing) {
            return Optional.of("ClickHouse has ended and is being restarted");
        }
        return Optional.ofNullable(problem);
    }

    private void launch() throws InterruptedException {
        ServerProcess next = launcher.get();
        server = next;
        try {
            next.awaitReady();
        } catch (RuntimeException | InterruptedException e) {
            next.stop();
            throw e;
        }
        problem = null;
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        Instant started = Instant.now();
        try {
            while (!closing) {
                ServerProcess now = server;
                if (now != null && !now.awaitEnd(WATCH_INTERVAL)) {
                    continue;
                }
                if (closing) {
                    return;
                }
                problem = "ClickHouse has ended and is being restarted";
                pause = Duration.between(started, Instant.now()).compareTo(STEADY) > 0 ? FIRST_PAUSE : pause;
                LOG.warn("ClickHouse has ended by itself; starting it again in {} ms", pause.toMillis());
                Thread.sleep(pause.toMillis());
                pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
                started = Instant.now();
                relaunch();
            }
        } catch (InterruptedException e) {
            // Closing: the process is stopped by close().
        }
    }

    private void relaunch() throws InterruptedException {
        try {
            launch();
            LOG.info("ClickHouse runs again as process {}", pid());
        } catch (EmbeddedClickHouseException e) {
            problem = e.getMessage();
            LOG.warn("ClickHouse could not be restarted: {}", e.getMessage());
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        closing = true;
        problem = "stopped";
        watch.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            watch.join(JOIN_LIMIT_MILLIS);
            ServerProcess last = server;
            if (last != null) {
                last.stop();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
