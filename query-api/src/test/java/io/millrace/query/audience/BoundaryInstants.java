package io.millrace.query.audience;

import io.millrace.core.audience.Cause;
import io.millrace.core.simulate.Outcome.Transition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The instants to judge a history at: those at which most answers change by time alone, for there windows end and two
 * interpreters part first, and some of those at which most answers change for any reason.
 */
final class BoundaryInstants {

    private static final int CANDIDATES = 12;

    private final Random random;
    private final Map<Long, Integer> expiries = new TreeMap<>();
    private final Map<Long, Integer> changes = new TreeMap<>();
    private final long end;

    /** @param end the last arrival */
    BoundaryInstants(long seed, List<Transition> transitions, long end) {
        this.random = new Random(seed);
        this.end = end;
        for (Transition transition : transitions) {
            changes.merge(transition.at(), 1, Integer::sum);
            if (transition.cause() == Cause.EXPIRY) {
                expiries.merge(transition.at(), 1, Integer::sum);
            }
        }
    }

    /** When everything has arrived. */
    Set<Long> afterwards() {
        Set<Long> afterwards = some(instant -> instant >= end);
        return afterwards.isEmpty() ? Set.of(end) : afterwards;
    }

    /** While things still arrive. */
    Set<Long> meanwhile() {
        return some(instant -> instant < end);
    }

    /** Instants to look back at. */
    Set<Long> before() {
        return some(instant -> instant < end);
    }

    private Set<Long> some(LongPredicate range) {
        Set<Long> some = new LinkedHashSet<>();
        for (Map<Long, Integer> meetings : List.of(expiries, changes)) {
            List<Long> candidates = new ArrayList<>(meetings.entrySet().stream()
                    .filter(meeting -> range.test(meeting.getKey()))
                    .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
                    .limit(CANDIDATES)
                    .map(Map.Entry::getKey)
                    .toList());
            if (!candidates.isEmpty()) {
                some.add(candidates.get(random.nextInt(candidates.size())));
            }
        }
        return some;
    }
}
