package io.millrace.clickhouse.embedded;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The child process: hands its life to ClickHouse's own program inside the library. Leads a session of its own, so
 * that a Ctrl-C at the terminal reaches the parent alone, and ends with its parent: standard input is a pipe that the
 * parent never writes to, and its end means that nobody is left.
 */
final class EmbeddedServerMain {

    private static final int SIGKILL = 9;

    private EmbeddedServerMain() {}

    /** Arguments: the library's path, then ClickHouse's command line. */
    public static void main(String[] arguments) {
        NativeLibrary system = NativeLibrary.getProcess();
        system.getFunction("setsid").invokeInt(new Object[0]);
        endWithParent(system);
        String[] commandLine = Arrays.copyOfRange(arguments, 1, arguments.length);
        NativeLibrary chdb = NativeLibrary.getInstance(arguments[0]);
        chdb.getFunction("chdb_set_signal_handlers_enabled").invokeVoid(new Object[] {0});
        chdb.getFunction("chdb_query_cmdline")
                .invokePointer(new Object[] {commandLine.length, new StringArray(commandLine, "UTF-8")});
    }

    private static void endWithParent(NativeLibrary system) {
        Function getpid = system.getFunction("getpid");
        Function kill = system.getFunction("kill");
        Thread watch = new Thread(
                () -> {
                    awaitEnd(System.in);
                    // What was acknowledged is in the data folder; leaving the library any other way may crash in it.
                    kill.invokeInt(new Object[] {getpid.invokeInt(new Object[0]), SIGKILL});
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEnd(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // The parent says nothing; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
    }
}
