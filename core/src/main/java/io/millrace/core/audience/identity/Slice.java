package io.millrace.core.audience.identity;

import io.millrace.core.audience.Arrival;
import io.millrace.core.event.Person;
import java.util.Objects;

/** To whom the events of an anonymous id belong from an arrival on; the first slice also has all events before it. */
public record Slice(Arrival from, Person owner) {
    public Slice {
        Objects.requireNonNull(from);
        if (owner.kind() != Person.Kind.USER) {
            throw new IllegalArgumentException("an anonymous id is linked to an external id, found " + owner);
        }
    }
}
