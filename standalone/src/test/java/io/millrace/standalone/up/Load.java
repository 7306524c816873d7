package io.millrace.standalone.up;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends batches of distinct events from a few threads, as SDKs do: a batch that was not acknowledged is sent again, with
 * the same message ids, until it is. So in the end every event that was sent has been acknowledged.
 */
final class Load implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int BATCH = 50;
    private static final long PAUSE_MILLIS = 20;

    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Client client;

    private Load(Client client) {
        this.client = client;
    }

    static Load start(Client client) {
        Load load = new Load(client);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(load::run, "load-" + i);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    /** From now on batches go there, those that wait to be acknowledged too. */
    void turnTo(Client other) {
        client = other;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** Begins no further batch, and returns the number of events sent when all are acknowledged. */
    int finish() throws InterruptedException {
        stopping.set(true);
        for (Thread thread : threads) {
            thread.join(60_000);
            if (thread.isAlive()) {
                throw new AssertionError("a batch was not acknowledged within a minute");
            }
        }
        return acknowledged.get();
    }

    private void run() {
        try {
            while (!stopping.get()) {
                String body = body(batches.getAndIncrement());
                while (!send(body)) {
                    Thread.sleep(10 * PAUSE_MILLIS);
                }
                acknowledged.addAndGet(BATCH);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean send(String body) throws InterruptedException {
        try {
            return client.send("/v1/batch", body) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String body(int batch) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> "{\"type\":\"track\",\"event\":\"Load\",\"userId\":\"user-" + (batch * BATCH + i) % 997
                        + "\",\"messageId\":\"load-" + batch + "-" + i + "\"}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
