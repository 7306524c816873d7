package io.millrace.delivery.http;

import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.util.Map;

/** What is known of contacts. Thread-safe. */
public interface Contacts {

    /** The contact that a person's events belong to now. */
    ContactId contact(String workspace, Person person);

    /** Its explicit choices by group, true for subscribed; the empty group is the choice for all others. */
    Map<String, Boolean> choices(String workspace, Person person);
}
