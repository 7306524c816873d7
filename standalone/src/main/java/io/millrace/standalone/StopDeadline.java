package io.millrace.standalone;

import java.time.Duration;

/** Ends the process when stopping takes too long: no part loses anything by a sudden end, only time at the next start. */
final class StopDeadline {

    private static final Duration LIMIT = Duration.ofSeconds(25);

    private StopDeadline() {}

    static void begin(int exitCode) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    System.err.println("millrace: stopping took longer than " + LIMIT.toSeconds()
                            + " s, so the rest was ended at once; the next start recovers.");
                    Runtime.getRuntime().halt(exitCode);
                },
                "stop-deadline");
        thread.setDaemon(true);
        thread.start();
    }
}
