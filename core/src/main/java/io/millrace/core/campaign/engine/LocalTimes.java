package io.millrace.core.campaign.engine;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/** Local times of a contact, on days of any length. Instants are epoch milliseconds. */
final class LocalTimes {

    private LocalTimes() {}

    /**
     * The next instant strictly after now at which it is that time on one of the weekdays. A time that clocks skip is as much
     * later as they are set forward; of one that comes twice it is the first.
     */
    static long next(Node.DelayUntilTime delay, long now, ZoneId zone) {
        LocalDate day = Instant.ofEpochMilli(now).atZone(zone).toLocalDate().minusDays(1);
        while (true) {
            if (delay.weekdays().isEmpty() || delay.weekdays().contains(day.getDayOfWeek())) {
                long instant = day.atTime(delay.time()).atZone(zone).toInstant().toEpochMilli();
                if (instant > now) {
                    return instant;
                }
            }
            day = day.plusDays(1);
        }
    }

    static boolean isQuiet(QuietHours quiet, long now, ZoneId zone) {
        return isQuiet(quiet, Instant.ofEpochMilli(now).atZone(zone).toLocalTime());
    }

    private static boolean isQuiet(QuietHours quiet, LocalTime time) {
        boolean fromStart = !time.isBefore(quiet.start());
        boolean beforeEnd = time.isBefore(quiet.end());
        return quiet.start().isBefore(quiet.end()) ? fromStart && beforeEnd : fromStart || beforeEnd;
    }

    /** When quiet hours end that an instant lies in; an end that clocks skip is when they are set forward. */
    static long quietEnd(QuietHours quiet, long now, ZoneId zone) {
        ZonedDateTime from = Instant.ofEpochMilli(now).atZone(zone);
        LocalDate day = from.toLocalDate();
        while (true) {
            LocalDateTime end = day.atTime(quiet.end());
            ZoneOffsetTransition change = zone.getRules().getTransition(end);
            if (change != null && change.isGap()) {
                // The end itself is skipped: it is over, or the start has come, when clocks have been set forward.
                long after = change.getInstant().toEpochMilli();
                if (after > now && !isQuiet(quiet, after, zone)) {
                    return after;
                }
            } else {
                for (var offset : zone.getRules().getValidOffsets(end)) {
                    long instant = end.toInstant(offset).toEpochMilli();
                    if (instant > now) {
                        return instant;
                    }
                }
            }
            day = day.plusDays(1);
        }
    }
}
