package io.millrace.core.simulate;

import io.millrace.core.audience.Cause;
import io.millrace.core.event.Person;
import java.util.Comparator;

/**
 * A contact entered a segment or left it; in order of the contact's name, then segment. A million of them may be kept, so it
 * refers to no contact's state.
 *
 * @param contact the first of the contact's ids
 * @param at in epoch milliseconds
 */
record Change(Person contact, String segment, boolean entered, long at, Cause cause) implements Comparable<Change> {

    /** By name as people sort it, by Unicode code points; the kind tells an anonymous id from an equal external id. */
    static final Comparator<Person> BY_NAME =
            Comparator.comparing(Person::id, CodePointOrder.INSTANCE).thenComparing(Person::kind);

    private static final Comparator<Change> ORDER =
            Comparator.comparing(Change::contact, BY_NAME).thenComparing(Change::segment, CodePointOrder.INSTANCE);

    @Override
    public int compareTo(Change other) {
        return ORDER.compare(this, other);
    }

    Outcome.Transition told() {
        return new Outcome.Transition(at, contact.id(), segment, entered, cause);
    }
}
