package io.millrace.testing.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import org.jspecify.annotations.Nullable;

/**
 * An event as plain values.
 *
 * @param previousId of an alias call
 */
public record HistoryEvent(
        EventType type,
        String name,
        long timestamp,
        Arrival arrival,
        String messageId,
        @Nullable String userId,
        @Nullable String anonymousId,
        @Nullable String previousId,
        ObjectNode properties,
        ObjectNode traits)
        implements EventView {

    public Person person() {
        return Person.of(userId, anonymousId);
    }
}
