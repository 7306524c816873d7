package io.millrace.bench;

import io.millrace.streams.record.SendRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A message to all contacts at once: from the activation of the campaign to the last send, and to the last mail. */
@Command(
        name = "broadcast",
        description = "A broadcast to all contacts: from its activation to the last send, nobody twice.")
final class BroadcastTime implements Callable<Integer> {

    private static final Duration DEADLINE = Duration.ofMinutes(30);

    @Option(names = "--contacts", defaultValue = "100000", description = "Contacts, all of whom get it.")
    private int contacts;

    @Option(names = "--mails", description = "Wait for the last mail too, by the local mail server.")
    private boolean mails;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Instance instance = Instance.start(Map.of());
                SendsReader reader = SendsReader.start(instance.kafka(), BroadcastTime::recipient)) {
            String segment = instance.createSegment(
                    "{\"name\":\"With a plan\",\"rules\":{\"field\":\"traits.plan\"," + "\"op\":\"exists\"}}");
            long start = System.nanoTime();
            People.identify(instance, contacts);
            await(() -> members(instance, segment), "members of the segment");
            Bench.say("%,d contacts identified, all in the segment after %.1f s", contacts, since(start));

            String campaign = instance.draft(CampaignMix.broadcast(segment));
            long activated = System.nanoTime();
            instance.activate(campaign);
            await(() -> reader.seen().size(), "sends");
            double seconds = Bench.seconds(Duration.ofNanos(reader.lastNanos() - activated));
            Bench.say(
                    "activation to the last of %,d sends in the topic: %.2f s, %,.0f sends/s",
                    contacts, seconds, contacts / seconds);
            if (mails) {
                await(() -> delivered(instance, campaign), "mails");
                Bench.say(
                        "activation to the last mail delivered, in statistics: %.1f s, %,.0f mails/s",
                        since(activated), contacts / since(activated));
            }
            if (reader.repeated() > 0) {
                throw new IOException(reader.repeated() + " sends went to a contact who had one");
            }
            Bench.say("nobody got it twice");
        }
        return 0;
    }

    private static Optional<String> recipient(SendRecord send) {
        return Optional.of(send.recipient().contact().toString());
    }

    private static long members(Instance instance, String segment) throws IOException, InterruptedException {
        return instance.number("SELECT count() FROM segment_members WHERE segment_id = '" + segment + "'");
    }

    private static long delivered(Instance instance, String campaign) throws IOException, InterruptedException {
        return instance.get("/v1/campaigns/" + campaign + "/stats")
                .path("stats")
                .path("delivered")
                .asLong();
    }

    private static double since(long nanos) {
        return Bench.seconds(Duration.ofNanos(System.nanoTime() - nanos));
    }

    /** A number that grows. */
    private interface Growing {
        long now() throws IOException, InterruptedException;
    }

    private void await(Growing number, String what) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long told = start;
        for (long now = number.now(); now != contacts; now = number.now()) {
            if (now > contacts || System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new IOException(now + " " + what + " for " + contacts + " contacts");
            }
            if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(10)) {
                Bench.say("  %,d of %,d %s", now, contacts, what);
                told = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
