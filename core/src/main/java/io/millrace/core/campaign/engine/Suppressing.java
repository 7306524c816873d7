package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.EventView;
import io.millrace.core.campaign.engine.ContactRuns.Suppression;
import io.millrace.core.event.EventType;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Values;

/** Notes what keeps messages from a contact for good. A soft bounce does not. */
final class Suppressing {

    private static final Path CLASS = Path.of("class");
    private static final String BOUNCED = "message_bounced";
    private static final String COMPLAINED = "message_complained";

    private Suppressing() {}

    static void bounced(boolean hard, ContactRuns runs) {
        if (hard && runs.suppression == Suppression.NONE) {
            runs.suppression = Suppression.HARD_BOUNCE;
            runs.touch();
        }
    }

    static void complained(ContactRuns runs) {
        if (runs.suppression == Suppression.NONE) {
            runs.suppression = Suppression.COMPLAINT;
            runs.touch();
        }
    }

    /** Whether {@link #note} looks at the event. */
    static boolean mayFollow(EventView event) {
        return event.type() == EventType.TRACK
                && (event.name().equals(COMPLAINED) || event.name().equals(BOUNCED));
    }

    /** The life of messages is told in events. */
    static void note(EventView event, ContactRuns runs) {
        if (event.type() != EventType.TRACK) {
            return;
        }
        if (event.name().equals(COMPLAINED)) {
            complained(runs);
        } else if (event.name().equals(BOUNCED)) {
            JsonNode kind = Values.at(event.properties(), CLASS);
            bounced(kind != null && kind.asText().equals("hard"), runs);
        }
    }
}
