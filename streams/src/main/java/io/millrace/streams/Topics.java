package io.millrace.streams;

import java.util.List;
import java.util.Map;

/** The topics of Millrace with the settings they are created with. Partition counts are fixed at creation. */
public final class Topics {

    public static final String EVENTS = "events";
    public static final String REJECTED = "events.rejected";
    public static final String DEFINITIONS = "definitions";

    /** Entries into and exits from segments, written in transactions. */
    public static final String SEGMENT_CHANGES = "segment-changes";

    /** States of contacts on their way into another one, keyed by that one. */
    public static final String CONTACT_MOVES = "contact-moves";

    /** History on its way into the state of contacts, for conditions that are new. */
    public static final String AUDIENCE_SEEDS = "audience-seeds";

    /**
     * What EventJob decided about each event, for who watches events as they come. Written without guarantees and kept
     * for minutes: nothing is computed from it.
     */
    public static final String EVENT_DECISIONS = "event-decisions";

    /** Messages that were granted and are to be delivered, written in transactions, keyed by workspace and contact. */
    public static final String SENDS = "sends";

    /**
     * What became of each send, by its id and in its partition: delivery's memory. Compacted, and kept for
     * {@link #SEND_OUTCOMES_DAYS} days.
     */
    public static final String SEND_OUTCOMES = "sends.outcomes";

    /** Sends that could not be delivered at all, with the reason. */
    public static final String SENDS_DEAD = "sends.dead";

    /**
     * What webhook endpoints are told: each delivery's scheduling and attempts, by workspace, endpoint and delivery; the
     * newest record of a delivery says how it stands. Compacted, and kept for {@link #WEBHOOK_DAYS} days. A delivery lies
     * in the partition whose number the partition of its source has.
     */
    public static final String WEBHOOK_DELIVERIES = "webhooks.deliveries";

    /** Deliveries that people ask for, tests and replays, in the partition where they belong. */
    public static final String WEBHOOK_REQUESTS = "webhooks.requests";

    /** As many as of all topics that webhooks tell of, so that who reads a source's partition owns its deliveries. */
    public static final int WEBHOOK_PARTITIONS = 12;

    public static final int WEBHOOK_DAYS = 30;

    public static final int SENDS_PARTITIONS = 12;

    /** An older send is not read again, because its offset is committed. */
    public static final int SEND_OUTCOMES_DAYS = 30;

    /** Of topic {@code events}; fixed, since it decides the order of events. */
    public static final int EVENTS_PARTITIONS = 12;

    /** The largest record a topic takes: a request body of 4 MB may be one rejected event. */
    public static final int RECORD_BYTES_MAX = 8 * 1024 * 1024;

    /** Only closed segments are compacted, and of the ticks in one nothing but the newest is worth its place. */
    private static final String DEFINITIONS_SEGMENT_MILLIS = "600000";

    private static final String DEFINITIONS_DIRTY_RATIO = "0.01";

    /** A topic with its number of partitions and settings. */
    public record Spec(String name, int partitions, Map<String, String> settings) {
        public Spec {
            settings = Map.copyOf(settings);
        }
    }

    /** All topics; {@code events} stamps arrival times, which are the engine's time. */
    public static List<Spec> all() {
        String recordBytesMax = Integer.toString(RECORD_BYTES_MAX);
        Map<String, String> facts = Map.of(
                "message.timestamp.type", "LogAppendTime",
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "max.message.bytes", recordBytesMax);
        return List.of(
                new Spec(EVENTS, EVENTS_PARTITIONS, facts),
                new Spec(REJECTED, 3, facts),
                new Spec(SEGMENT_CHANGES, 12, facts),
                new Spec(CONTACT_MOVES, 12, facts),
                new Spec(AUDIENCE_SEEDS, 12, facts),
                new Spec(SENDS, SENDS_PARTITIONS, facts),
                new Spec(SENDS_DEAD, 3, facts),
                new Spec(
                        SEND_OUTCOMES,
                        SENDS_PARTITIONS,
                        Map.of(
                                "cleanup.policy",
                                "compact,delete",
                                "retention.ms",
                                Long.toString(SEND_OUTCOMES_DAYS * 86_400_000L),
                                "segment.ms",
                                "3600000",
                                "max.message.bytes",
                                recordBytesMax)),
                new Spec(
                        WEBHOOK_DELIVERIES,
                        WEBHOOK_PARTITIONS,
                        Map.of(
                                "cleanup.policy",
                                "compact,delete",
                                "retention.ms",
                                Long.toString(WEBHOOK_DAYS * 86_400_000L),
                                "segment.ms",
                                "3600000",
                                // So long every attempt waits for whoever writes the log of them.
                                "min.compaction.lag.ms",
                                "86400000",
                                "max.message.bytes",
                                recordBytesMax)),
                new Spec(
                        WEBHOOK_REQUESTS,
                        WEBHOOK_PARTITIONS,
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                Long.toString(WEBHOOK_DAYS * 86_400_000L),
                                "max.message.bytes",
                                recordBytesMax)),
                new Spec(
                        EVENT_DECISIONS,
                        3,
                        Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", "600000",
                                "segment.ms", "60000",
                                "segment.bytes", "16777216")),
                new Spec(
                        DEFINITIONS,
                        1,
                        Map.ofEntries(
                                Map.entry("message.timestamp.type", "LogAppendTime"),
                                Map.entry("cleanup.policy", "compact"),
                                Map.entry("max.message.bytes", recordBytesMax),
                                Map.entry("segment.ms", DEFINITIONS_SEGMENT_MILLIS),
                                Map.entry("min.cleanable.dirty.ratio", DEFINITIONS_DIRTY_RATIO))));
    }

    /**
     * Settings of topics that came after topics were created with others. They concern the disk alone, so a broker that
     * belongs to Millrace is given them at every start.
     */
    static Map<String, Map<String, String>> alterable() {
        return Map.of(
                DEFINITIONS,
                Map.of(
                        "segment.ms", DEFINITIONS_SEGMENT_MILLIS,
                        "min.cleanable.dirty.ratio", DEFINITIONS_DIRTY_RATIO));
    }

    private Topics() {}
}
