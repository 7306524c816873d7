package io.millrace.cli.client;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: output that tests can read, and failures told in one sentence with exit code 1. */
public abstract class ClientCommand implements Callable<Integer> {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int MISUSED = 2;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        try {
            return run();
        } catch (CommandFailure e) {
            err().println(e.sentence());
            return e instanceof OptionFailure ? MISUSED : FAILED;
        } finally {
            out().flush();
            err().flush();
        }
    }

    /** Does the work and returns the exit code. */
    protected abstract int run() throws Exception;

    protected final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec().commandLine().getErr();
    }

    protected final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("a command is run by picocli, which fills in its spec");
        }
        return spec;
    }
}
