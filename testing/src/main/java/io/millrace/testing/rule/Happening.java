package io.millrace.testing.rule;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.event.Person;

/** One thing that happened in a workspace. */
public sealed interface Happening {

    Arrival arrival();

    /** @param copy whether it is a second copy within the dedupe period, which changes nothing */
    record Event(HistoryEvent event, boolean copy) implements Happening {
        @Override
        public Arrival arrival() {
            return event.arrival();
        }
    }

    record Action(Person person, ContactAction action, Arrival arrival) implements Happening {}

    /** By the API; the target is a known contact, the source may be an anonymous one. */
    record Merge(Person source, Person target, ConflictResolution resolution, Arrival arrival) implements Happening {}
}
