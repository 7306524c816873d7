package io.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From the answer to an event over HTTP to its transition on the change stream, for readers of committed transitions and
 * for those who accept them early. Each event makes one contact enter one segment.
 */
@Command(
        name = "transitions",
        description = "Event accepted to transition on the change stream: p50 and p99 at a steady rate.")
final class TransitionLatency implements Callable<Integer> {

    private static final Duration LAST = Duration.ofSeconds(30);

    @Option(names = "--rate", defaultValue = "1000", description = "Events per second.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "Length of the measured run.")
    private int seconds;

    @Option(names = "--warm-up-seconds", defaultValue = "20", description = "Length of the run before it.")
    private int warmUpSeconds;

    @Option(names = "--batch", defaultValue = "10", description = "Events per request.")
    private int batch;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Instance instance = Instance.start(Map.of())) {
            String segment = instance.createSegment(
                    "{\"name\":\"Signed in\",\"rules\":{\"field\":\"events.signed_in\",\"op\":\"count_gte\","
                            + "\"value\":1,\"window\":\"7d\"}}");
            try (ChangeStream committed = new ChangeStream(instance.apiUrl(), segment, "");
                    ChangeStream early = new ChangeStream(instance.apiUrl(), segment, "?early=true")) {
                SteadyLoad load = new SteadyLoad(instance, rate, batch);
                load.send(n -> signIn("warm" + n), warmUpSeconds);
                Map<String, Long> acceptedNanos = load.send(n -> signIn("user" + n), seconds);
                awaitAll(acceptedNanos, committed);
                awaitAll(acceptedNanos, early);
                Bench.say("committed, at %,d events/s: %s", rate, Latencies.between(acceptedNanos, committed.seen()));
                Bench.say("early, at %,d events/s: %s", rate, Latencies.between(acceptedNanos, early.seen()));
            }
        }
        return 0;
    }

    private static SteadyLoad.Call signIn(String user) {
        return new SteadyLoad.Call(
                user,
                "{\"type\":\"track\",\"event\":\"signed_in\",\"userId\":\"" + user + "\",\"messageId\":\"" + user
                        + "\"}");
    }

    private static void awaitAll(Map<String, Long> accepted, ChangeStream stream)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LAST.toNanos();
        while (!stream.seen().keySet().containsAll(accepted.keySet())) {
            if (System.nanoTime() > end) {
                long missing = accepted.keySet().stream()
                        .filter(contact -> !stream.seen().containsKey(contact))
                        .count();
                throw new IOException(missing + " of " + accepted.size() + " transitions were not seen");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
