package io.millrace.testing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service that starts when it is first asked for and stops when this JVM ends. Thread-safe. */
final class Once<T extends AutoCloseable> {

    private final String name;
    private final Supplier<T> start;
    private @Nullable T service;
    private @Nullable RuntimeException failure;

    Once(String name, Supplier<T> start) {
        this.name = name;
        this.start = start;
    }

    synchronized T get() {
        if (failure != null) {
            throw new IllegalStateException(name + " did not start, see the first test that asked for it", failure);
        }
        T found = service;
        if (found == null) {
            found = start();
            service = found;
        }
        return found;
    }

    private T start() {
        try {
            T started = start.get();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(started), "stop-" + name));
            return started;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void close(T started) {
        try {
            started.close();
        } catch (Exception e) {
            System.err.println(name + " did not stop: " + e);
        }
    }
}
