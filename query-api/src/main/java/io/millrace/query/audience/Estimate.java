package io.millrace.query.audience;

import io.millrace.core.event.ContactId;
import java.util.List;
import java.util.Map;

/**
 * How many contacts a rule holds for.
 *
 * @param total all contacts there are at the instant, anonymous ones too
 * @param sample the first members by id
 * @param reachable members by channel
 */
public record Estimate(AsOf asOf, long members, long total, List<ContactId> sample, Map<Channel, Long> reachable) {

    public Estimate {
        sample = List.copyOf(sample);
        reachable = Map.copyOf(reachable);
    }

    /** Of all contacts, between 0 and 100; 0 if there are none. */
    public double percentage() {
        return total == 0 ? 0 : 100.0 * members / total;
    }
}
