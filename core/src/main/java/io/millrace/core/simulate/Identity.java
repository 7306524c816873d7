package io.millrace.core.simulate;

import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is who, in order of arrival. An id belongs to the contact it was last linked to; a call with both ids links them,
 * an alias call its two. The contact behind an anonymous id joins the known one at their first link; two known contacts
 * are joined by an alias or a merge alone. Decides which contacts are to be joined and takes note of it; whoever asks
 * must move their past. Used by one thread.
 */
final class Identity {

    private final Function<Person, SimulatedContact> made;
    private final Map<Person, SimulatedContact> owners = new HashMap<>();

    /** @param made makes a contact that does not exist yet */
    Identity(Function<Person, SimulatedContact> made) {
        this.made = made;
    }

    /** One contact that joins another. */
    record Joining(SimulatedContact source, SimulatedContact target, ConflictResolution resolution) {}

    /** The contact of an event, and who joins whom before the event is judged. */
    record Belonging(SimulatedContact contact, List<Joining> joinings) {
        Belonging {
            joinings = List.copyOf(joinings);
        }
    }

    Belonging of(ScenarioEvent event) {
        List<Joining> joinings = new ArrayList<>();
        SimulatedContact contact = ownerOf(event.person());
        if (event.userId() != null && event.anonymousId() != null) {
            link(event.anonymousId(), contact, joinings);
        }
        if (event.type() == EventType.ALIAS && event.previousId() != null) {
            alias(event.previousId(), contact, joinings);
        }
        return new Belonging(owner(contact), joinings);
    }

    /** The contact that a name means, an external id before an anonymous one; one that is unseen is made. */
    SimulatedContact named(String name) {
        return seen(name).orElseGet(() -> ownerOf(new Person(Person.Kind.USER, name)));
    }

    /** The contact that a name means, if anything was heard of it. */
    Optional<SimulatedContact> seen(String name) {
        SimulatedContact user = find(new Person(Person.Kind.USER, name));
        return Optional.ofNullable(user == null ? find(new Person(Person.Kind.ANONYMOUS, name)) : user);
    }

    /** An id that nobody has heard of yet means this contact from now on, whichever kind of id it turns out to be. */
    void aliasUnseen(String name, SimulatedContact target) {
        owners.putIfAbsent(new Person(Person.Kind.USER, name), target);
        owners.putIfAbsent(new Person(Person.Kind.ANONYMOUS, name), target);
    }

    /** Takes note that a contact joins another: all its ids mean the other from now on. */
    void join(SimulatedContact source, SimulatedContact target) {
        if (owner(source) != source || owner(target) != target || source == target) {
            throw new IllegalArgumentException("two different contacts that stand for themselves are needed");
        }
        source.mergedInto = target;
    }

    private void link(String anonymousId, SimulatedContact target, List<Joining> joinings) {
        Person person = new Person(Person.Kind.ANONYMOUS, anonymousId);
        SimulatedContact current = find(person);
        if (current == target) {
            return;
        }
        if (current != null && current.anonymous()) {
            join(current, target);
            joinings.add(new Joining(current, target, ConflictResolution.NEWEST));
        } else {
            owners.put(person, target);
        }
    }

    private void alias(String previousId, SimulatedContact target, List<Joining> joinings) {
        SimulatedContact previous = find(new Person(Person.Kind.USER, previousId));
        if (previous == null) {
            link(previousId, target, joinings);
        } else if (previous != target) {
            boolean known = !target.anonymous();
            // An anonymous contact joins the known one, whichever of both the call names first.
            SimulatedContact source = known ? previous : target;
            SimulatedContact into = known ? target : previous;
            join(source, into);
            joinings.add(
                    new Joining(source, into, known ? ConflictResolution.PREFER_TARGET : ConflictResolution.NEWEST));
        }
    }

    private SimulatedContact ownerOf(Person person) {
        SimulatedContact known = find(person);
        if (known != null) {
            return known;
        }
        SimulatedContact fresh = made.apply(person);
        owners.put(person, fresh);
        return fresh;
    }

    private @Nullable SimulatedContact find(Person person) {
        SimulatedContact contact = owners.get(person);
        if (contact == null) {
            return null;
        }
        SimulatedContact owner = owner(contact);
        if (owner != contact) {
            owners.put(person, owner);
        }
        return owner;
    }

    private static SimulatedContact owner(SimulatedContact contact) {
        return contact.standing();
    }
}
