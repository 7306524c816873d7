package io.millrace.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Instance instance = Instance.start(Map.of())) {
            String segment = instance.createSegment(
                    "{\"name\":\"Signed in\",\"rules\":{\"field\":\"events.signed_in\",\"op\":\"count_gte\","
                            + "\"value\":1,\"window\":\"7d\"}}");
            try (ChangeStream committed = new ChangeStream(instance.apiUrl(), segment, "");
                    ChangeStream early = new ChangeStream(instance.apiUrl(), segment, "?early=true")) {
                send(instance, "warm", warmUpSeconds);
                Map<String, Long> acceptedNanos = send(instance, "user", seconds);
                awaitAll(acceptedNanos, committed);
                awaitAll(acceptedNanos, early);
                print("committed", acceptedNanos, committed.seen());
                print("early", acceptedNanos, early.seen());
            }
        }
        return 0;
    }

    /** When each contact's event was answered, at a steady rate whatever the answers take. */
    private Map<String, Long> send(Instance instance, String prefix, int forSeconds)
            throws IOException, InterruptedException {
        Map<String, Long> acceptedNanos = new HashMap<>();
        long requests = (long) rate * forSeconds / batch;
        long start = System.nanoTime();
        for (long i = 0; i < requests; i++) {
            long due = start + i * batch * 1_000_000_000L / rate;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            long first = i * batch;
            String body = IntStream.range(0, batch)
                    .mapToObj(n -> "{\"type\":\"track\",\"event\":\"signed_in\",\"userId\":\"" + prefix + (first + n)
                            + "\",\"messageId\":\"" + prefix + (first + n) + "\"}")
                    .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
            HttpResponse<String> answer = http.send(request(instance, body), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
            long now = System.nanoTime();
            IntStream.range(0, batch).forEach(n -> acceptedNanos.put(prefix + (first + n), now));
        }
        return acceptedNanos;
    }

    private static HttpRequest request(Instance instance, String body) {
        String basic = Base64.getEncoder().encodeToString((Instance.WRITE_KEY + ":").getBytes());
        return HttpRequest.newBuilder(URI.create(instance.ingestUrl() + "/v1/batch"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
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

    private void print(String readers, Map<String, Long> accepted, Map<String, Long> seen) {
        long[] micros = accepted.entrySet().stream()
                .mapToLong(entry -> (seen.getOrDefault(entry.getKey(), Long.MAX_VALUE) - entry.getValue()) / 1000)
                .sorted()
                .toArray();
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %,d transitions at %,d events/s, p50 %.0f ms, p99 %.0f ms, most %.0f ms",
                readers,
                micros.length,
                rate,
                percentile(micros, 0.50),
                percentile(micros, 0.99),
                percentile(micros, 1.0)));
    }

    private static double percentile(long[] sortedMicros, double share) {
        int place = (int) Math.ceil(share * sortedMicros.length) - 1;
        return Arrays.stream(sortedMicros).skip(Math.max(0, place)).findFirst().orElse(0) / 1000.0;
    }
}
