package io.millrace.flink.audience.contact;

import io.millrace.core.event.Person;

/**
 * That a person's events belong to a contact, from an arrival on; 0 for the past of a first link.
 *
 * @param ended whether what arrives now belongs to another contact: what arrived before stays, and moves with a merge
 */
public record Slice(Person person, long fromMillis, boolean ended) {

    Slice(Person person, long fromMillis) {
        this(person, fromMillis, false);
    }

    Slice end() {
        return new Slice(person, fromMillis, true);
    }
}
