package io.millrace.core.audience;

import io.millrace.core.event.Person;

/** What a contact record asks for: a change of the contact it is keyed by, or that another contact joins that one. */
public sealed interface ContactChange {

    record Own(ContactAction action) implements ContactChange {}

    /** @param source whose contact is to join that of the record's key */
    record Merge(Person source, ConflictResolution resolution) implements ContactChange {}
}
