package io.millrace.query.write;

import io.millrace.core.event.ContactId;
import io.millrace.query.request.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What became of a request's changes.
 *
 * @param outcomes one per change, in their order; empty where it is not known in time
 * @param repeated whether the request had been answered before and nothing was written now
 */
public record Written(List<Optional<Outcome>> outcomes, boolean repeated) {

    public Written {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether the stream has taken the changes, but not all have taken effect in time. */
    public boolean pending() {
        return outcomes.stream().anyMatch(Optional::isEmpty);
    }

    /** The contact as it is after the last change that is known to be done. */
    public Optional<ContactId> contact() {
        return outcomes.stream().flatMap(Optional::stream).map(Outcome::contact).reduce((first, last) -> last);
    }

    /** Ends the request if a change was refused where the contact's state is held. */
    public Written throwIfRefused() {
        for (Optional<Outcome> outcome : outcomes) {
            if (outcome.isPresent() && !outcome.get().done()) {
                throw Problem.of(409, "refused", outcome.get().detail()).exception();
            }
        }
        return this;
    }
}
