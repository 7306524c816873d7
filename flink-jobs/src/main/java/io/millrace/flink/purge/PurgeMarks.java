package io.millrace.flink.purge;

import io.millrace.core.event.ContactId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What table {@code purges} says must not come back, of all workspaces: the numbers hold the workspace. Immutable. */
final class PurgeMarks {

    static final PurgeMarks NONE = new PurgeMarks(Set.of(), Map.of());

    private static final long[] NOWHERE = {};

    private final Set<ContactId> contacts;

    /** Of each person the first and the end (exclusive) of arrivals, in turn; epoch milliseconds. */
    private final Map<ContactId, long[]> arrivals;

    private PurgeMarks(Set<ContactId> contacts, Map<ContactId, long[]> arrivals) {
        this.contacts = contacts;
        this.arrivals = arrivals;
    }

    boolean isEmpty() {
        return contacts.isEmpty() && arrivals.isEmpty();
    }

    /** Whether the contact is purged; a contact's id is never given again. */
    boolean isPurged(ContactId contact) {
        return contacts.contains(contact);
    }

    /** Whether what arrived of a person at an instant was a purged contact's. */
    boolean isPurged(ContactId person, long arrivalMillis) {
        long[] stretches = arrivals.getOrDefault(person, NOWHERE);
        for (int i = 0; i < stretches.length; i += 2) {
            if (stretches[i] <= arrivalMillis && arrivalMillis < stretches[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether a purged contact's arrivals of a person end here: what comes from here on is another contact's. */
    boolean endAt(ContactId person, long arrivalMillis) {
        long[] stretches = arrivals.getOrDefault(person, NOWHERE);
        for (int i = 0; i < stretches.length; i += 2) {
            if (stretches[i + 1] == arrivalMillis) {
                return true;
            }
        }
        return false;
    }

    /** Gathers marks. Not thread-safe. */
    static final class Builder {

        private final Set<ContactId> contacts = new HashSet<>();
        private final Map<ContactId, long[]> arrivals = new HashMap<>();

        Builder contact(ContactId contact) {
            contacts.add(contact);
            return this;
        }

        /** @param untilMillis exclusive */
        Builder arrivals(ContactId person, long fromMillis, long untilMillis) {
            arrivals.merge(person, new long[] {fromMillis, untilMillis}, (some, more) -> {
                long[] all = new long[some.length + more.length];
                System.arraycopy(some, 0, all, 0, some.length);
                System.arraycopy(more, 0, all, some.length, more.length);
                return all;
            });
            return this;
        }

        PurgeMarks build() {
            return new PurgeMarks(Set.copyOf(contacts), Map.copyOf(arrivals));
        }
    }
}
