package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a new segment over stored history takes until it is right for all contacts: until the job has as many members
 * as the rules have in storage, which is the baseline. Every stored event matches.
 */
@Command(name = "backfill", description = "A new segment over stored events, until all members are there.")
final class BackfillTime implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    @Option(names = "--events", defaultValue = "1000000", description = "Stored events, all of which match.")
    private long events;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        try (Instance instance = Instance.start(Map.of())) {
            new LoadGenerator(instance.ingestPort(), 4, 500).send(0, events);
            instance.awaitStored(events, DEADLINE);
            measure(instance, "a count, by name and time alone", "\"op\":\"count_gte\",\"value\":12");
            measure(
                    instance,
                    "a sum, for which each event's JSON is read",
                    "\"op\":\"sum_gte\",\"property\":\"price\",\"value\":700");
        }
        return 0;
    }

    private void measure(Instance instance, String what, String test) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String id = instance.createSegment(
                "{\"name\":\"Bench\",\"rules\":{\"field\":\"events.*\"," + test + ",\"window\":\"30d\"}}");
        while (!segment(instance, id).path("status").asText().equals("active")) {
            await(start, "the back-fill is not done");
        }
        Duration seeded = Duration.ofNanos(System.nanoTime() - start);
        // Counted by the rules, since the segment is fresh; the list shows what the job has.
        long asked = System.nanoTime();
        long expected = segment(instance, id).path("contact_count").asLong();
        Duration counted = Duration.ofNanos(System.nanoTime() - asked);
        while (listed(instance, id) != expected) {
            await(start, listed(instance, id) + " of " + expected + " members are there");
        }
        Duration right = Duration.ofNanos(System.nanoTime() - start);
        Bench.say(
                "%s: %,d events, seeded after %.1f s, all %,d members there after %.1f s; counted by SQL in %.2f s",
                what, events, seeded.toNanos() / 1e9, expected, right.toNanos() / 1e9, counted.toNanos() / 1e9);
    }

    private static void await(long start, String otherwise) throws IOException, InterruptedException {
        if (System.nanoTime() - start > DEADLINE.toNanos()) {
            throw new IOException(otherwise);
        }
        TimeUnit.MILLISECONDS.sleep(100);
    }

    private static JsonNode segment(Instance instance, String id) throws IOException, InterruptedException {
        return instance.get("/v1/segments/" + id);
    }

    private static long listed(Instance instance, String id) throws IOException, InterruptedException {
        for (JsonNode segment : instance.get("/v1/segments").path("data")) {
            if (segment.path("id").asText().equals(id)) {
                return segment.path("contact_count").asLong();
            }
        }
        throw new IOException("segment " + id + " is not listed");
    }
}
