package io.millrace.core.audience.identity;

import io.millrace.core.audience.Arrival;
import io.millrace.core.event.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which known contacts have joined others, by the persons that stand for them. A contact joins at most one other, ever,
 * so what was true at an earlier arrival can still be told. To be told of joinings in order of arrival; used by one
 * thread.
 */
public final class JoinedContacts {

    private final Map<Member, Joining> joinings = new HashMap<>();

    private record Member(String workspace, Person person) {}

    /**
     * One contact that joins another.
     *
     * @param source the person that stood for it
     * @param target the person that stands for the one it joins
     */
    public record Joining(Person source, Person target, Arrival at) {}

    /** Who stands for the contact of a person now: itself if its contact has joined no other. */
    public Person root(String workspace, Person person) {
        return root(workspace, person, null);
    }

    /** Empty, and nothing is changed, if both are the same contact already. */
    public Optional<Joining> join(String workspace, Person source, Person target, Arrival at) {
        Person from = root(workspace, source);
        Person into = root(workspace, target);
        if (from.equals(into)) {
            return Optional.empty();
        }
        Joining joining = new Joining(from, into, at);
        joinings.put(new Member(workspace, from), joining);
        return Optional.of(joining);
    }

    /** What {@link #join} answered for this person at this arrival. */
    public Optional<Joining> joiningAt(String workspace, Person source, Arrival at) {
        Person from = root(workspace, source, at);
        return Optional.ofNullable(joinings.get(new Member(workspace, from)))
                .filter(joining -> joining.at().equals(at));
    }

    /** @param before only joinings before this count; null: all */
    private Person root(String workspace, Person person, @Nullable Arrival before) {
        if (joinings.isEmpty()) {
            return person;
        }
        Person root = person;
        while (true) {
            Joining joining = joinings.get(new Member(workspace, root));
            if (joining == null || before != null && joining.at().compareTo(before) >= 0) {
                return root;
            }
            root = joining.target();
        }
    }
}
