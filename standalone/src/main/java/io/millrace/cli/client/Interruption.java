package io.millrace.cli.client;

/** Runs something when the process is told to end (Ctrl-C, SIGTERM) while this is open. */
public final class Interruption implements AutoCloseable {

    /** What is done at the end. */
    public interface Ending {
        void run() throws Exception;
    }

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    public static Interruption watch(Ending ending) {
        Thread hook = new Thread(
                () -> {
                    try {
                        ending.run();
                    } catch (Exception e) {
                        System.err.println("Ending was not clean: " + e.getMessage());
                    }
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook is what ends it.
            return;
        }
    }
}
