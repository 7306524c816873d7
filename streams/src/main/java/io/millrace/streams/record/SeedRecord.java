package io.millrace.streams.record;

import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.event.Person;
import java.util.List;

/**
 * Stored events of one person, as one condition needs them: a value in topic {@code audience-seeds} under the key of the
 * person. Whoever routes it splits the events by arrival where the person's events belong to several contacts.
 *
 * <p>What a person did is cut into numbered parts, always at the same places: the events stand in order of time, then
 * arrival, and they all arrived before {@code liveFrom}, so a repeated run writes the same parts again. A part replaces
 * the part with its number that was written for the same condition and person before.
 *
 * @param liveFrom the arrival, in epoch milliseconds, from which on the condition counts events as they come; a condition
 *     that is live since another instant has no use for these
 * @param part from 0
 */
public record SeedRecord(
        String workspace, Person person, LeafKey leaf, long liveFrom, int part, List<LeafEvent> events) {

    /** How many events one part holds at most. */
    public static final int EVENTS_MAX = 5_000;

    public SeedRecord {
        events = List.copyOf(events);
        if (workspace.isEmpty() || part < 0 || events.isEmpty() || events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("a seed has a workspace, a part from 0 and 1 to " + EVENTS_MAX
                    + " events, found part " + part + " with " + events.size());
        }
    }
}
