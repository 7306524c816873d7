package io.millrace.delivery.consent;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/** Quiet hours on the wall clock of a contact, on days of any length. */
final class Quiet {

    private Quiet() {}

    static boolean covers(QuietHours quiet, ZonedDateTime local) {
        return covers(quiet, local.toLocalTime());
    }

    private static boolean covers(QuietHours quiet, LocalTime time) {
        boolean fromStart = !time.isBefore(quiet.start());
        boolean beforeEnd = time.isBefore(quiet.end());
        return quiet.start().isBefore(quiet.end()) ? fromStart && beforeEnd : fromStart || beforeEnd;
    }

    /** The next instant at which they are over; an end that clocks skip is when they are set forward. */
    static Instant end(QuietHours quiet, ZonedDateTime local) {
        LocalDateTime now = local.toLocalDateTime();
        LocalDateTime today = now.with(quiet.end());
        LocalDateTime end = today.isAfter(now) ? today : today.plusDays(1);
        ZoneOffsetTransition change = local.getZone().getRules().getTransition(end);
        return change != null && change.isGap()
                ? change.getInstant()
                : end.atZone(local.getZone()).toInstant();
    }
}
