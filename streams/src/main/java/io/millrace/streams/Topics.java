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

    /** The largest record a topic takes: a request body of 4 MB may be one rejected event. */
    public static final int RECORD_BYTES_MAX = 8 * 1024 * 1024;

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
                new Spec(EVENTS, 12, facts),
                new Spec(REJECTED, 3, facts),
                new Spec(SEGMENT_CHANGES, 12, facts),
                new Spec(CONTACT_MOVES, 12, facts),
                new Spec(AUDIENCE_SEEDS, 12, facts),
                new Spec(
                        DEFINITIONS,
                        1,
                        Map.of(
                                "message.timestamp.type", "LogAppendTime",
                                "cleanup.policy", "compact",
                                "max.message.bytes", recordBytesMax)));
    }

    private Topics() {}
}
