package io.millrace.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Sends calls by HTTP batches at a steady rate, whatever the answers take; after a slow one the next ones follow at once. */
final class SteadyLoad {

    private final Instance instance;
    private final int perSecond;
    private final int batch;

    /** @param batch calls of a request */
    SteadyLoad(Instance instance, int perSecond, int batch) {
        this.instance = instance;
        this.perSecond = perSecond;
        this.batch = batch;
    }

    /**
     * One call of a batch.
     *
     * @param name by which it is known again
     */
    record Call(String name, String json) {}

    /** When each call was answered, in {@link System#nanoTime}, by name. */
    Map<String, Long> send(LongFunction<Call> calls, int seconds) throws IOException, InterruptedException {
        Map<String, Long> acceptedNanos = new HashMap<>();
        long requests = (long) perSecond * seconds / batch;
        long start = System.nanoTime();
        for (long i = 0; i < requests; i++) {
            long due = start + i * batch * 1_000_000_000L / perSecond;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            List<Call> sent =
                    LongStream.range(i * batch, (i + 1) * batch).mapToObj(calls).toList();
            instance.accept(sent.stream().map(Call::json).toList());
            long now = System.nanoTime();
            sent.forEach(call -> acceptedNanos.put(call.name(), now));
        }
        return acceptedNanos;
    }
}
