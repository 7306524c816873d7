package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.EventType;
import org.jspecify.annotations.Nullable;

/** An event as the engine looks at it. JSON is read only when a rule or the profile asks for it. */
public interface EventView {

    EventType type();

    /** A track's own name; empty for other calls. */
    String name();

    /** When it happened, in epoch milliseconds, corrected and never after its arrival. */
    long timestamp();

    Arrival arrival();

    String messageId();

    @Nullable
    String userId();

    @Nullable
    String anonymousId();

    /** An object, perhaps empty. */
    JsonNode properties();

    /** The same as JSON text. */
    default String propertiesText() {
        return properties().toString();
    }

    /** The traits of an identify call (also those in its context); an object, perhaps empty. */
    JsonNode traits();
}
