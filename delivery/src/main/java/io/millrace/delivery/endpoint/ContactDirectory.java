package io.millrace.delivery.endpoint;

import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.util.Map;
import java.util.Set;

/** Which contacts persons are. */
@FunctionalInterface
interface ContactDirectory {

    /** {@code createdAt} of a contact that is not known yet. */
    long NOT_YET = Long.MAX_VALUE;

    /**
     * A person's contact, or the one that the person would become.
     *
     * @param createdAt epoch milliseconds, or {@link #NOT_YET}
     */
    record Contact(ContactId id, long createdAt) {}

    /**
     * Knows every person.
     *
     * @throws RuntimeException if it cannot be asked now
     */
    Map<Person, Contact> of(String workspace, Set<Person> persons);
}
