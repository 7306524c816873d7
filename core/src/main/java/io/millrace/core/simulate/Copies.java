package io.millrace.core.simulate;

import io.millrace.core.event.Person;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows copies: a second event with the message id and person of an earlier one, less than the period after that one's
 * arrival. A copy does not renew the period. Used by one thread, in order of arrival.
 */
final class Copies {

    private static final long PERIOD_MILLIS = Duration.ofHours(24).toMillis();

    private final Map<Identified, Long> firstArrivals = new HashMap<>();

    private record Identified(Person person, String messageId) {}

    boolean isCopy(ScenarioEvent event) {
        if (event.givenMessageId() == null) {
            return false;
        }
        Identified id = new Identified(event.person(), event.givenMessageId());
        Long first = firstArrivals.get(id);
        long arrival = event.arrival().millis();
        if (first != null && arrival < first + PERIOD_MILLIS) {
            return true;
        }
        firstArrivals.put(id, arrival);
        return false;
    }
}
