package io.millrace.core.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import org.jspecify.annotations.Nullable;

/**
 * An event of a scenario.
 *
 * @param name a track's own name; empty for other calls
 * @param timestamp when it happened, corrected, in epoch milliseconds
 * @param arrival its sequence is its place in the scenario's list
 * @param givenMessageId null if the client gave none; such an event is nobody's copy
 * @param previousId of an alias call
 * @param properties an object, perhaps empty
 * @param traits an object, perhaps empty
 */
public record ScenarioEvent(
        EventType type,
        String name,
        long timestamp,
        Arrival arrival,
        @Nullable String givenMessageId,
        @Nullable String userId,
        @Nullable String anonymousId,
        @Nullable String previousId,
        JsonNode properties,
        JsonNode traits)
        implements EventView {

    public ScenarioEvent {
        if (userId == null && anonymousId == null) {
            throw new IllegalArgumentException("an event needs a userId or an anonymousId");
        }
        if (timestamp > arrival.millis()) {
            throw new IllegalArgumentException("an event cannot happen after its arrival");
        }
    }

    @Override
    public String messageId() {
        return givenMessageId == null ? "events[" + arrival.sequence() + "]" : givenMessageId;
    }

    Person person() {
        return Person.of(userId, anonymousId);
    }
}
