package io.millrace.cli.importing;

import io.millrace.cli.sending.Sender;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps the import's state up to date while batches are taken, and says when ingest makes it wait. Thread-safe. */
final class TakenListener implements Sender.Listener {

    private static final long SAVE_EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration WORTH_SAYING = Duration.ofSeconds(2);

    /** An event that no request can carry. */
    record TooLarge(long position, String message) {}

    private final ImportState state;
    private final PrintWriter err;
    private final List<TooLarge> tooLarge = new ArrayList<>();
    private long saved = System.nanoTime();

    TakenListener(ImportState state, PrintWriter err) {
        this.state = state;
        this.err = err;
    }

    @Override
    public synchronized void taken(long first, long last) {
        state.taken(first, last);
        if (System.nanoTime() - saved > SAVE_EVERY_NANOS) {
            saved = System.nanoTime();
            save();
        }
    }

    @Override
    public synchronized void tooLarge(long position, String message) {
        tooLarge.add(new TooLarge(position, message));
        state.taken(position, position);
    }

    @Override
    public void waiting(String message, Duration wait) {
        if (wait.compareTo(WORTH_SAYING) >= 0) {
            err.println(message + ". Trying again in " + wait.toSeconds() + " s.");
            err.flush();
        }
    }

    synchronized List<TooLarge> tooLarge() {
        return List.copyOf(tooLarge);
    }

    private void save() {
        try {
            state.save();
        } catch (IOException e) {
            err.println("How far the import got cannot be written (" + e.getMessage()
                    + "); after a break it would begin again.");
            err.flush();
        }
    }
}
