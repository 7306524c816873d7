package io.millrace.core.audience;

import java.util.List;

/** What happens to one contact at one instant. Definitions and time itself are not inputs: the engine is told both. */
public sealed interface Input {

    /** An event of the contact, never a copy. */
    record Event(EventView event) implements Input {}

    /**
     * A change by the API.
     *
     * @param requestId for its outcome; empty if nobody waits
     */
    record Action(ContactAction action, Arrival arrival, String requestId) implements Input {}

    /**
     * A word to the contact's {@link Follower}. It begins no contact: who is not there has no follower.
     *
     * @param arrival of the call behind it
     */
    record ToFollower(Follower.Word word, Arrival arrival) implements Input {}

    /** The past of another contact joins this one. */
    record Absorb(ContactState source, ConflictResolution resolution, Arrival arrival) implements Input {}

    /**
     * Events from before a condition was live, for one of the contact's persons. Where the rules say since when the
     * condition is live, those that arrived later are passed over; where they do not, all are taken. A part that was
     * taken before changes nothing, so the same events always come in parts of the same name.
     *
     * @param slice the part: the person, since when, and a number where there are several, as text
     */
    record Seed(LeafKey leaf, String slice, List<LeafEvent> events) implements Input {
        public Seed {
            events = List.copyOf(events);
        }
    }
}
