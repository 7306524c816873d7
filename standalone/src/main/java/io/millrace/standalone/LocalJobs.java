package io.millrace.standalone;

import io.millrace.flink.LocalFlink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The jobs of this process, started and stopped side by side, since each takes seconds. Thread-safe. */
final class LocalJobs implements AutoCloseable {

    private final List<LocalFlink> running = new ArrayList<>();
    private boolean stopping;

    /** One that is up only when everything stops is stopped at once. */
    CompletableFuture<LocalFlink> start(Callable<LocalFlink> job) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return own(job.call());
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task, "start").start());
    }

    private LocalFlink own(LocalFlink job) {
        synchronized (running) {
            if (!stopping) {
                running.add(job);
                return job;
            }
        }
        job.close();
        throw new StartFailure("Millrace was stopped while it started.");
    }

    @Override
    public void close() throws InterruptedException {
        List<Thread> stops = new ArrayList<>();
        synchronized (running) {
            stopping = true;
            running.forEach(job -> stops.add(new Thread(job::close, "stop")));
            running.clear();
        }
        stops.forEach(Thread::start);
        for (Thread stop : stops) {
            stop.join();
        }
    }
}
