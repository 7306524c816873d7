package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Sends events at about 4,000 a second in a thread of its own; every tenth of them a second time a while later. */
final class Load implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SLICE = 200;
    private static final long SLICE_MILLIS = 50;
    private static final int COPY_DISTANCE = 5_000;

    private final Services services;
    private final String workspace;
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean stopped;
    private volatile int sent;

    Load(Services services, String workspace) {
        this.services = services;
        this.workspace = workspace;
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                for (int i = 0; i < SLICE; i++) {
                    send(sent);
                    if (sent % 10 == 0 && sent >= COPY_DISTANCE) {
                        send(sent - COPY_DISTANCE);
                    }
                    sent++;
                }
                Thread.sleep(SLICE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int n) {
        services.send(Records.track(workspace, "person-" + n % 500, "message-" + n));
    }

    /** How many different events were sent so far. */
    int events() {
        return sent;
    }

    /** How many of them were sent twice. */
    int copies() {
        return sent <= COPY_DISTANCE ? 0 : (sent - COPY_DISTANCE + 9) / 10;
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        services.flush();
    }

    /** Waits until the accounts say that all of it has come through, and looks at every row. */
    void assertAllStoredOnce() {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> services.outcomes(workspace, "stored") >= events()
                        && services.outcomes(workspace, "duplicate") >= copies());
        assertThat(services.stored(workspace)).isEqualTo(events());
        assertThat(services.places(workspace)).isEqualTo(events());
        assertThat(services.number(
                        "SELECT uniqExact(message_id) AS n FROM events WHERE workspace = {workspace:String}",
                        workspace))
                .isEqualTo(events());
        assertThat(services.counted(workspace)).isEqualTo(events());
        assertThat(services.miscounted(workspace)).isZero();
        assertThat(services.outcomes(workspace, "stored")).isEqualTo(events());
        assertThat(services.outcomes(workspace, "duplicate")).isEqualTo(copies());
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
