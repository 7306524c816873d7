package io.millrace.query.live;

import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.ReservedNames;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a workspace are wanted; empty means any.
 *
 * @param event a name, a prefix {@code video_*}, or {@code *} for any track, page or screen event of clients
 * @param persons the contact's persons, by their numbers, as they were when the stream was opened
 */
record LiveFilter(
        String workspace,
        Optional<String> event,
        Optional<String> type,
        Optional<String> userId,
        Optional<String> anonymousId,
        Optional<Set<BigInteger>> persons,
        Set<String> outcomes) {

    private static final Set<String> EVENTS_TO_PEOPLE = Set.of("track", "page", "screen");

    LiveFilter {
        outcomes = Set.copyOf(outcomes);
    }

    /** Whatever became of the event. */
    boolean lets(LiveEvent happened) {
        return happened.workspace().equals(workspace)
                && event.map(text -> named(text, happened)).orElse(true)
                && type.map(happened.type()::equals).orElse(true)
                && userId.map(text -> text.equals(happened.userId())).orElse(true)
                && anonymousId.map(text -> text.equals(happened.anonymousId())).orElse(true)
                && persons.map(known -> isOf(known, happened)).orElse(true);
    }

    boolean letsOutcome(String outcome) {
        return outcomes.isEmpty() || outcomes.contains(outcome);
    }

    private static boolean named(String text, LiveEvent happened) {
        if (text.equals("*")) {
            return EVENTS_TO_PEOPLE.contains(happened.type()) && !ReservedNames.isReserved(happened.name());
        }
        return text.endsWith("*")
                ? happened.type().equals("track") && happened.name().startsWith(text.substring(0, text.length() - 1))
                : happened.name().equals(text);
    }

    private boolean isOf(Set<BigInteger> known, LiveEvent happened) {
        return is(known, Person.Kind.USER, happened.userId())
                || is(known, Person.Kind.ANONYMOUS, happened.anonymousId());
    }

    private boolean is(Set<BigInteger> known, Person.Kind kind, @Nullable String id) {
        return id != null
                && !id.isEmpty()
                && known.contains(ContactId.of(workspace, new Person(kind, id)).number());
    }
}
