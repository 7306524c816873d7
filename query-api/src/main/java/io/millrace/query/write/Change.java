package io.millrace.query.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;

/**
 * One change of one contact, to be written into the stream.
 *
 * @param person whose key the record gets: the one that holds the contact's state
 * @param action what is done, as the contact records of topic {@code events} say it
 */
public record Change(Person person, ObjectNode action) {}
