package io.millrace.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What a person sees while Millrace starts and stops. Lines come whole, from any thread. */
final class Console {

    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    Console(PrintStream out) {
        this.out = out;
    }

    /** A line with the time since the start before it. */
    void step(String text) {
        line(String.format(Locale.ROOT, "%6.1f s  %s", sinceStart().toMillis() / 1000.0, text));
    }

    void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
