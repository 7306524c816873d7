package io.millrace.ingest;

import io.millrace.core.settings.Env;
import io.millrace.ingest.event.EventRules;
import io.millrace.ingest.event.Payload;
import io.millrace.ingest.event.ReadEvents;
import io.millrace.ingest.event.Sender;
import io.millrace.ingest.json.JsonDocument;
import io.millrace.streams.EventWriter;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Measures by hand what an event costs at the door: {@code main} without arguments reads batches of 500-byte events and
 * encodes their records; with a bootstrap address it also writes them. Not a test: its numbers depend on the machine.
 */
final class ThroughputProbe {

    private static final int EVENTS_PER_BATCH = 500;
    private static final int ROUNDS = 2000;
    private static final int WARM_UP_ROUNDS = 500;

    private ThroughputProbe() {}

    public static void main(String[] args) throws Exception {
        byte[] body = batch();
        System.out.printf("bytes per event: %d%n", body.length / EVENTS_PER_BATCH);
        measure("read and encode", body, record -> EventRecordCodec.encode(record));
        if (args.length > 0) {
            Semaphore room = new Semaphore(100_000);
            long bytesMax = IngestSettings.from(new Env(Map.of())).inFlightBytesMax();
            try (EventWriter writer = EventWriter.open(args[0], 2 * bytesMax)) {
                while (!writer.ready()) {
                    Thread.onSpinWait();
                }
                measure("read, encode and write", body, record -> {
                    room.acquireUninterruptibly();
                    writer.write(record, failure -> room.release());
                });
            }
        }
    }

    private interface Sink {
        void take(EventRecord record);
    }

    private static void measure(String name, byte[] body, Sink sink) throws Exception {
        Sender sender = new Sender("ws_probe", "key_probe", "", 0, false, "127.0.0.1", "probe");
        run(body, sink, sender, WARM_UP_ROUNDS);
        long cpuNanos = processCpuNanos();
        long beginNanos = System.nanoTime();
        run(body, sink, sender, ROUNDS);
        double events = (double) ROUNDS * EVENTS_PER_BATCH;
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        System.out.printf(
                "%s: %.0f events/s, %.2f µs of CPU per event%n",
                name, events / seconds, (processCpuNanos() - cpuNanos) / 1e3 / events);
    }

    private static void run(byte[] body, Sink sink, Sender sender, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            EventRules rules = new EventRules(null, 32_768, System.currentTimeMillis(), UUID.randomUUID());
            ReadEvents events = rules.read(Payload.batch(JsonDocument.read(body.clone())), sender);
            events.storable().forEach(sink::take);
        }
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static byte[] batch() {
        StringBuilder json = new StringBuilder("{\"batch\":[");
        for (int i = 0; i < EVENTS_PER_BATCH; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"track\",\"messageId\":\"0b1a2c3d-0000-4000-8000-")
                    .append(String.format("%012d", i))
                    .append("\",\"event\":\"Product Viewed\",\"userId\":\"user-")
                    .append(i * 7919 % 100_003)
                    .append("\",\"anonymousId\":\"507f191e-810c-4197-9de8-60ea00000000\",")
                    .append("\"timestamp\":\"2026-03-02T11:59:58.123Z\",\"properties\":{\"product_id\":\"")
                    .append(i)
                    .append("\",\"sku\":\"G-32\",\"category\":\"Games\",\"name\":\"Monopoly\",\"price\":18.99,")
                    .append("\"quantity\":1,\"currency\":\"EUR\",\"position\":3},\"context\":{\"ip\":\"8.8.8.8\",")
                    .append("\"library\":{\"name\":\"analytics-node\",\"version\":\"6.2.0\"},\"locale\":\"en-US\"},")
                    .append("\"integrations\":{}}");
        }
        return json.append("],\"sentAt\":\"2026-03-02T12:00:00.000Z\"}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
