package io.millrace.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.streams.record.SendRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From the answer to an event over HTTP to the message that it triggers at once, committed to topic {@code sends}, in a
 * whole instance that also delivers. First with the campaigns alone that send at once, then with all.
 */
@Command(
        name = "sends",
        description =
                "Event accepted to its message in topic sends: p50 and p99 at a steady rate, with active campaigns.")
final class SendLatency implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LAST = Duration.ofSeconds(60);
    private static final int SEGMENTS = 4;

    @Option(names = "--rate", defaultValue = "1000", description = "Events per second.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "Length of each of the two measured runs.")
    private int seconds;

    @Option(names = "--warm-up-seconds", defaultValue = "20", description = "Length of the run before each.")
    private int warmUpSeconds;

    @Option(names = "--batch", defaultValue = "10", description = "Events per request.")
    private int batch;

    @Option(names = "--campaigns", defaultValue = "20", description = "Active campaigns; every fifth sends at once.")
    private int campaigns;

    @Option(names = "--contacts", defaultValue = "10000", description = "Contacts whom the events are of.")
    private int contacts;

    @Option(names = "--every", defaultValue = "10", description = "Every so manieth event triggers a send at once.")
    private int every;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Instance instance = Instance.start(Map.of());
                SendsReader reader = SendsReader.start(instance.kafka(), SendLatency::eventOf)) {
            People.identify(instance, contacts);
            List<String> segments = segments(instance);
            int sending = (campaigns + CampaignMix.KINDS - 1) / CampaignMix.KINDS;
            for (int i = 0; i < campaigns; i += CampaignMix.KINDS) {
                instance.launch(CampaignMix.plan(i, n -> segments.get(n % SEGMENTS)));
            }
            measure(instance, reader, sending, "those that send at once alone, " + sending + " campaigns");
            for (int i = 0; i < campaigns; i++) {
                if (i % CampaignMix.KINDS != 0) {
                    instance.launch(CampaignMix.plan(i, n -> segments.get(n % SEGMENTS)));
                }
            }
            measure(instance, reader, sending, campaigns + " campaigns");
            Bench.say("all runs that began: %,d", instance.number("SELECT count() FROM enrollments"));
            Bench.print("under load", Usage.of(instance.processes()));
        }
        return 0;
    }

    /** Which contacts enter and leave all the time: an event within a few seconds. */
    private static List<String> segments(Instance instance) throws IOException, InterruptedException {
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            segments.add(instance.createSegment("{\"name\":\"Busy " + i
                    + "\",\"rules\":{\"field\":\"events.event_" + i
                    + "\",\"op\":\"count_gte\",\"value\":1,\"window\":\"" + (5 + i)
                    + "s\"}}"));
        }
        return segments;
    }

    private void measure(Instance instance, SendsReader reader, int sending, String what)
            throws IOException, InterruptedException {
        SteadyLoad load = new SteadyLoad(instance, rate, batch);
        String run = Long.toString(System.nanoTime());
        Bench.say("%s, warming up for %d s", what, warmUpSeconds);
        load.send(n -> event("w" + run + "-" + n, n, sending), warmUpSeconds);
        Bench.say("%s, measuring for %d s", what, seconds);
        Map<String, Long> accepted = load.send(n -> event("m" + run + "-" + n, n, sending), seconds);
        Map<String, Long> triggering = those(accepted, this::triggers);
        await(triggering, reader);
        Bench.say(
                "%s, at %,d events/s: sends in the topic %s; %d twice",
                what, rate, Latencies.between(triggering, reader.seen()), reader.repeated());
        Map<String, Long> limited = those(triggering, number -> CampaignMix.hasLimit(campaign(number, sending)));
        if (!limited.isEmpty()) {
            Bench.say("of these, counted against a daily limit: %s", Latencies.between(limited, reader.seen()));
            triggering.keySet().removeAll(limited.keySet());
            Bench.say("of these, without a limit: %s", Latencies.between(triggering, reader.seen()));
        }
    }

    /** Events by the number at the end of their ids. */
    private static Map<String, Long> those(Map<String, Long> events, LongPredicate number) {
        return events.entrySet().stream()
                .filter(event -> number.test(
                        Long.parseLong(event.getKey().substring(event.getKey().indexOf('-') + 1))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean triggers(long number) {
        return number % every == 0;
    }

    /** Which of the campaigns that send at once it triggers. */
    private int campaign(long number, int sending) {
        return (int) (number / every % sending);
    }

    private SteadyLoad.Call event(String id, long number, int sending) {
        boolean triggers = triggers(number);
        String name =
                triggers ? CampaignMix.sendingEvent(campaign(number, sending)) : "event_" + number % AudienceLoad.NAMES;
        long price = triggers ? CampaignMix.SENDING_PRICE + 1 : number * 37 % 90;
        // Multiplied, so that which contact it is has nothing to do with which event it is.
        long contact = ((number * 2_654_435_761L) >>> 8) % contacts;
        return new SteadyLoad.Call(
                id,
                "{\"type\":\"track\",\"event\":\"" + name + "\",\"userId\":\"" + People.user(contact)
                        + "\",\"messageId\":\""
                        + id + "\",\"properties\":{\"id\":\"" + id + "\",\"price\":" + price
                        + ",\"currency\":\"EUR\",\"category\":\"shoes\"}}");
    }

    /** The id of the event that triggered a send at once. */
    private static Optional<String> eventOf(SendRecord send) {
        if (!send.origin().node().equals(CampaignMix.AT_ONCE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(send.event()).path("id").asText());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Map<String, Long> triggering, SendsReader reader)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LAST.toNanos();
        while (!reader.seen().keySet().containsAll(triggering.keySet())) {
            if (System.nanoTime() > end) {
                long missing = triggering.keySet().stream()
                        .filter(event -> !reader.seen().containsKey(event))
                        .count();
                throw new IOException(missing + " of " + triggering.size() + " sends are not in the topic");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
