package io.millrace.query.contact;

import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a text in a path or body may mean: a contact's id, else an external id, else an anonymous one. A prefix
 * {@code external:} or {@code anonymous:} leaves one meaning.
 *
 * @param id the contact's own id, if the text reads as one
 * @param persons whom else it may name, likeliest first
 */
record ContactName(Optional<ContactId> id, List<Person> persons) {

    private static final String EXTERNAL = "external:";
    private static final String ANONYMOUS = "anonymous:";

    ContactName {
        persons = List.copyOf(persons);
    }

    static ContactName of(String text) {
        if (text.startsWith(EXTERNAL)) {
            return person(Person.Kind.USER, text.substring(EXTERNAL.length()));
        }
        if (text.startsWith(ANONYMOUS)) {
            return person(Person.Kind.ANONYMOUS, text.substring(ANONYMOUS.length()));
        }
        List<Person> persons = new ArrayList<>();
        if (!text.isEmpty()) {
            persons.add(new Person(Person.Kind.USER, text));
            persons.add(new Person(Person.Kind.ANONYMOUS, text));
        }
        return new ContactName(ContactId.parse(text), persons);
    }

    private static ContactName person(Person.Kind kind, String id) {
        return new ContactName(Optional.empty(), id.isEmpty() ? List.of() : List.of(new Person(kind, id)));
    }
}
