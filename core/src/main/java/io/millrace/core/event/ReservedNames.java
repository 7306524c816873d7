package io.millrace.core.event;

import java.util.List;
import java.util.Set;

/** The events of a message's life, which only Millrace itself may write. */
public final class ReservedNames {

    private static final Set<String> MESSAGE_EVENTS = Set.of(
            "message_sent",
            "message_delivered",
            "message_opened",
            "message_clicked",
            "message_bounced",
            "message_complained",
            "message_unsubscribed",
            "message_replied",
            "message_failed",
            "message_skipped");

    private ReservedNames() {}

    public static boolean isReserved(String event) {
        return MESSAGE_EVENTS.contains(event);
    }

    /** The names in alphabetical order. */
    public static List<String> all() {
        return MESSAGE_EVENTS.stream().sorted().toList();
    }
}
