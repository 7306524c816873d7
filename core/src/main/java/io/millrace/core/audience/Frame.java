package io.millrace.core.audience;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The instant at which a contact is judged, with the local day around it, which is worked out when first asked for. */
final class Frame {

    private final long now;
    private final ZoneId zone;
    private boolean dayKnown;
    private long dayStart;
    private long dayEnd;

    Frame(long now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    long now() {
        return now;
    }

    ZoneId zone() {
        return zone;
    }

    /** The local day's first instant. */
    long dayStart() {
        findDay();
        return dayStart;
    }

    /** The next local day's first instant. */
    long dayEnd() {
        findDay();
        return dayEnd;
    }

    private void findDay() {
        if (dayKnown) {
            return;
        }
        LocalDate today = Instant.ofEpochMilli(now).atZone(zone).toLocalDate();
        dayStart = today.atStartOfDay(zone).toInstant().toEpochMilli();
        LocalDate tomorrow = today.plusDays(1);
        dayEnd = tomorrow.atStartOfDay(zone).toInstant().toEpochMilli();
        if (dayEnd <= now) {
            // Clocks went back over midnight: the day began, was left, and goes on until midnight comes again.
            dayEnd = tomorrow.atStartOfDay(zone)
                    .withLaterOffsetAtOverlap()
                    .toInstant()
                    .toEpochMilli();
        }
        if (dayEnd <= now) {
            throw new IllegalStateException("no end of the day at " + now + " in " + zone);
        }
        dayKnown = true;
    }
}
