package io.millrace.core.audience;

import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.Optional;

/** Makes of an event what a condition needs of it. Pure and thread-safe. */
public interface LeafProjection {

    /** Empty if the event means nothing to the condition. */
    Optional<LeafEvent> project(EventView event);

    /** Whether it must read the event's properties; if not, name and times are enough. */
    boolean readsProperties();

    /** The patterns of which an event matches at least one, if it means anything to the condition. */
    List<EventPattern> patterns();

    /** @param leaf a {@link Rule.Events} or a {@link Rule.Sequence} */
    static LeafProjection of(Rule leaf) {
        if (leaf instanceof Rule.Events events) {
            return new EventsProjection(events);
        }
        if (leaf instanceof Rule.Sequence sequence) {
            return new SequenceProjection(sequence);
        }
        throw new IllegalArgumentException("no condition over events: " + leaf);
    }
}
