package io.millrace.query.explain;

import io.millrace.core.event.Timestamps;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps messages from a contact for good.
 *
 * @param reason hard_bounce or complaint
 * @param at when it happened, in epoch milliseconds
 */
record Suppression(String reason, long at) {

    /** The first that counts among a contact's events. */
    static Optional<Suppression> of(Stream<KnownEvent> events) {
        return events.filter(event -> event.name().equals("message_complained")
                        || (event.name().equals("message_bounced")
                                && event.properties().path("class").asText().equals("hard")))
                .min(Comparator.comparing(KnownEvent::arrival))
                .map(event -> new Suppression(
                        event.name().equals("message_complained") ? "complaint" : "hard_bounce", event.timestamp()));
    }

    String text() {
        return "It gets no messages since " + Timestamps.format(at) + ": "
                + (reason.equals("complaint") ? "it complained about one." : "a mail to it bounced for good.");
    }
}
