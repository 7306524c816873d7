package io.millrace.core.simulate;

import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.Input;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contact in memory: the engine's state and what the driver keeps beside it. Used by one thread. */
final class SimulatedContact {

    static final long NEVER = Long.MAX_VALUE;

    /** The first of its ids; a contact without an external id is named by its anonymous one. */
    final Person root;

    ContactState state;
    ContactRuns runs = ContactRuns.none();

    /** Whether there is such a contact now: not before its first event or action, nor after a deletion or merge. */
    boolean exists;

    /** Who has taken over its ids and its past; null while it stands for itself. */
    @Nullable
    SimulatedContact mergedInto;

    /** When the engine wants to be asked again; {@link #NEVER} if it does not. */
    long nextWake = NEVER;

    /** What happens to it at the instant at hand, in order. */
    final List<Input> inputs = new ArrayList<>();

    /** The segments that it is in, as of the last instant that is over. */
    final Set<String> memberships = new HashSet<>();

    /** The hand-kept segments that it is in, the actions of the instant at hand included. */
    final Set<String> handKept = new HashSet<>();

    /** Its events of all its ids in order of arrival, those that have arrived so far; for conditions made later. */
    final List<ScenarioEvent> events = new ArrayList<>();

    SimulatedContact(Person root, ContactState state) {
        this.root = root;
        this.state = state;
    }

    /** The contact that stands for it now. */
    SimulatedContact standing() {
        SimulatedContact standing = this;
        while (standing.mergedInto != null) {
            standing = standing.mergedInto;
        }
        return standing;
    }

    String name() {
        return root.id();
    }

    boolean anonymous() {
        return root.kind() == Person.Kind.ANONYMOUS;
    }
}
