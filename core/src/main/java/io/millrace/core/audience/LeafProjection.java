package io.millrace.core.audience;

import java.util.Optional;

/** Makes of an event what a condition needs of it. Pure and thread-safe. */
public interface LeafProjection {

    /** Empty if the event means nothing to the condition. */
    Optional<LeafEvent> project(EventView event);

    /** Whether it must read the event's properties; if not, name and times are enough. */
    boolean readsProperties();
}
