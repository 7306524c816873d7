package io.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Asks questions that read all events of the load, each again as soon as it is answered, until closed. */
final class HeavyQuestions implements AutoCloseable {

    private static final List<String> BODIES = List.of(
            """
            {"type":"funnel","steps":[{"event":"product_view"},{"event":"added_toCart"},{"event":"checked_out"}],"window":"14d"}
            """,
            """
            {"type":"timeseries","series":[{"event":"*","measure":"unique_contacts"}],"group_by":"properties.price","interval":"hour"}
            """);

    private final Instance instance;
    private final ExecutorService threads;
    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean ending;

    private HeavyQuestions(Instance instance, int atOnce) {
        this.instance = instance;
        this.threads = Executors.newFixedThreadPool(atOnce);
    }

    static HeavyQuestions ask(Instance instance, int atOnce) {
        HeavyQuestions heavy = new HeavyQuestions(instance, atOnce);
        for (int i = 0; i < atOnce; i++) {
            String body = BODIES.get(i % BODIES.size());
            heavy.threads.execute(() -> heavy.repeat(body));
        }
        return heavy;
    }

    private void repeat(String body) {
        try {
            while (!ending) {
                long start = System.nanoTime();
                instance.ask(body);
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many were answered so far and how fast. */
    String report() throws IOException {
        if (!failures.isEmpty()) {
            throw new IOException("a question failed: " + failures.get(0));
        }
        List<Double> sorted = new ArrayList<>(seconds);
        if (sorted.isEmpty()) {
            throw new IOException("no question was answered");
        }
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "questions answered: %d, median %.1f s, longest %.1f s",
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() - 1));
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            threads.shutdownNow();
        }
    }
}
