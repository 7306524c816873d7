package io.millrace.core.audience.identity;

import io.millrace.core.audience.Arrival;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one anonymous id. It belongs to the contact it was last linked to; with the first link, its own
 * contact and all its past join the known one, a later link to another contact holds from there on. Immutable; to be
 * told everything in order of arrival.
 *
 * @param seen whether the id has had a contact of its own
 * @param slices in order of arrival
 */
public record AnonymousLinks(boolean seen, List<Slice> slices) {

    public static final AnonymousLinks NONE = new AnonymousLinks(false, List.of());

    public AnonymousLinks {
        slices = List.copyOf(slices);
    }

    /** The owner of what arrives now; empty before the first link. */
    public Optional<Person> owner() {
        return slices.isEmpty()
                ? Optional.empty()
                : Optional.of(slices.get(slices.size() - 1).owner());
    }

    /** The owner of what arrived then; empty before the first link. */
    public Optional<Person> ownerAt(Arrival arrival) {
        if (slices.isEmpty()) {
            return Optional.empty();
        }
        Person owner = slices.get(0).owner();
        for (Slice slice : slices) {
            if (slice.from().compareTo(arrival) <= 0) {
                owner = slice.owner();
            }
        }
        return Optional.of(owner);
    }

    /** After something of the id's own has arrived. */
    public AnonymousLinks withSeen() {
        return seen || !slices.isEmpty() ? this : new AnonymousLinks(true, slices);
    }

    /** After a link; the same if the id belongs there already. */
    public AnonymousLinks linked(Arrival arrival, Person owner) {
        if (owner().filter(owner::equals).isPresent()) {
            return this;
        }
        List<Slice> longer = new ArrayList<>(slices);
        longer.add(new Slice(arrival, owner));
        return new AnonymousLinks(seen, longer);
    }
}
