package io.millrace.flink.audience.contact;

import io.millrace.core.event.Person;

/** That a person's events belong to a contact, from an arrival on; 0 for the past of a first link. */
record Slice(Person person, long fromMillis) {}
