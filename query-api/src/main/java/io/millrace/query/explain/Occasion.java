package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest occasion at which a contact could have entered by a trigger, and why it did not.
 *
 * @param reason for programs
 * @param text for people, a sentence
 * @param at when the occasion was, in epoch milliseconds; empty if there was none
 * @param event the event that was the occasion
 * @param rules what was judged, condition by condition: the trigger's rules, or the segment's
 */
record Occasion(Reason reason, String text, OptionalLong at, Optional<KnownEvent> event, Optional<JsonNode> rules) {

    /** In the order in which they come up: of two triggers, the one that came further is the more telling. */
    enum Reason {
        BY_HAND,
        NO_EVENT,
        NOT_IN_SEGMENT,
        NOT_LEFT,
        NOT_DUE,
        NOT_A_MEMBER,
        BEFORE_ACTIVE,
        CAUSE,
        TOO_OLD,
        WHERE,
        NO_KEY,
        RE_ENTRY,
        RULES,
        UNKNOWN,
        ENTERED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Occasion none(Reason reason, String text) {
        return new Occasion(reason, text, OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    static Occasion at(Reason reason, long at, String text) {
        return new Occasion(reason, text, OptionalLong.of(at), Optional.empty(), Optional.empty());
    }

    Occasion of(KnownEvent happened) {
        return new Occasion(reason, text, at, Optional.of(happened), rules);
    }

    Occasion judged(JsonNode condition) {
        return new Occasion(reason, text, at, event, Optional.of(condition));
    }
}
