package io.millrace.flink.event;

import java.util.List;

/**
 * The tables that EventJob writes, each with its columns in the order in which rows are encoded; a row names its table by
 * its index. Each task inserts them in this order, so that what is counted can be read already. The names travel with every block, so a later order of columns leaves blocks in flight readable.
 */
public final class Tables {

    public static final int EVENTS = 0;
    public static final int REJECTED_EVENTS = 1;
    public static final int EVENT_COUNTS = 2;
    public static final int INGEST_OUTCOMES = 3;

    private Tables() {}

    /** What an insert names, by index. */
    public static List<String> targets() {
        return List.of(
                "events (workspace, event, type, timestamp, person, user_id, anonymous_id, message_id, received_at,"
                        + " partition, offset, key_id, import_id, flags, properties, context, traits, text)",
                "rejected_events (workspace, received_at, topic, partition, offset, key_id, import_id, message_id,"
                        + " reason, detail, position, payload)",
                "event_counts (workspace, event, type, minute, on_time, late)",
                "ingest_outcomes (workspace, key_id, import_id, topic, partition, outcome, n)");
    }
}
