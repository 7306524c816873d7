package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The value of one key of the profile with the write that gave it. Removed keys stay as cells without a value, so that an
 * older write that arrives later does not bring them back.
 *
 * @param value null if removed
 * @param timestamp the event's time
 * @param heldSince since when it has had this value
 */
record Cell(@Nullable JsonNode value, long timestamp, Arrival arrival, Since heldSince) {

    /** Whether a write of that time and arrival wins over this one. */
    boolean yieldsTo(long otherTimestamp, Arrival otherArrival) {
        return otherTimestamp > timestamp || (otherTimestamp == timestamp && otherArrival.compareTo(arrival) >= 0);
    }
}
