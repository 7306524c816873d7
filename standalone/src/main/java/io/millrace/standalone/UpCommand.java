package io.millrace.standalone;

import io.millrace.core.settings.Env;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import sun.misc.Signal;

/** Runs everything in the foreground until Ctrl-C or SIGTERM. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start everything in the foreground; Ctrl-C stops it, data and state stay.")
final class UpCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int STOPPED = 0;
    private static final int INTERRUPTED = 130;

    @Override
    public Integer call() {
        Console console = new Console(System.out);
        Parts parts = new Parts();
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean stopping = new AtomicBoolean();
        stopOn("INT", INTERRUPTED, parts, console, stopping);
        stopOn("TERM", STOPPED, parts, console, stopping);
        stopOn("HUP", STOPPED, parts, console, stopping);
        try {
            Standalone.start(Env.system(), parts, console);
            never.await();
            return STOPPED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return STOPPED;
        } catch (Exception e) {
            if (stopping.get()) {
                return waitForEnd(never);
            }
            System.err.println("millrace: " + Sentence.of(e));
            StopDeadline.begin(FAILED);
            parts.close();
            return FAILED;
        }
    }

    /** The thread of the signal ends the process. */
    private static int waitForEnd(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return STOPPED;
    }

    /** Not a shutdown hook: those run beside the hooks of the parts, and the exit code would be the signal's. */
    private static void stopOn(String signal, int exitCode, Parts parts, Console console, AtomicBoolean stopping) {
        Signal.handle(new Signal(signal), received -> {
            if (stopping.compareAndSet(false, true)) {
                Thread thread = new Thread(() -> stop(exitCode, parts, console), "stop");
                thread.start();
            }
        });
    }

    private static void stop(int exitCode, Parts parts, Console console) {
        console.line("");
        console.line("Stopping …");
        StopDeadline.begin(exitCode);
        parts.close();
        console.line("Stopped.");
        System.exit(exitCode);
    }
}
