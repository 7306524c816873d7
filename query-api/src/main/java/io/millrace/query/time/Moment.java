package io.millrace.query.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One end of a range as it was asked for. A date or a time without offset is local to the query's zone.
 *
 * @param text as asked, and as shown in the answer
 * @param local the local date and time; of a date its midnight
 */
record Moment(String text, Kind kind, LocalDateTime local, Instant instant) {

    enum Kind {
        DATE,
        LOCAL_TIME,
        INSTANT
    }

    static final String EXPECTED = "a date 2026-02-01, a local time 2026-02-01T06:00:00 or an instant with offset";

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern LOCAL =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");

    static Optional<Moment> parse(String text, ZoneId zone) {
        try {
            if (DATE.matcher(text).matches()) {
                return Optional.of(ofDate(LocalDate.parse(text), zone));
            }
            if (LOCAL.matcher(text).matches()) {
                LocalDateTime local = LocalDateTime.parse(text);
                return Optional.of(new Moment(
                        text, Kind.LOCAL_TIME, local, local.atZone(zone).toInstant()));
            }
            return Optional.of(ofInstant(text, OffsetDateTime.parse(text).toInstant(), zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Moment ofDate(LocalDate date, ZoneId zone) {
        return new Moment(
                date.toString(),
                Kind.DATE,
                date.atStartOfDay(),
                date.atStartOfDay(zone).toInstant());
    }

    static Moment ofInstant(Instant instant, ZoneId zone) {
        return ofInstant(
                OffsetDateTime.ofInstant(instant, zone.getRules().getOffset(instant)).toString(), instant, zone);
    }

    private static Moment ofInstant(String text, Instant instant, ZoneId zone) {
        return new Moment(text, Kind.INSTANT, LocalDateTime.ofInstant(instant, zone), instant);
    }

    long firstMillis() {
        return instant.toEpochMilli();
    }

    /** The last millisecond that counts: of a date the end of its day. */
    long lastMillis(ZoneId zone) {
        return switch (kind) {
            case DATE -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli() - 1;
            // Where clocks go back a local time comes twice; as an end the later one is meant.
            case LOCAL_TIME -> local.atZone(zone).withLaterOffsetAtOverlap().toInstant().toEpochMilli();
            case INSTANT -> instant.toEpochMilli();
        };
    }

    Moment earlierBy(Period period, ZoneId zone) {
        LocalDateTime earlier = local.minus(period);
        return switch (kind) {
            case DATE -> ofDate(earlier.toLocalDate(), zone);
            case LOCAL_TIME -> new Moment(
                    earlier.toString(), kind, earlier, earlier.atZone(zone).toInstant());
            case INSTANT -> ofInstant(ZonedDateTime.of(earlier, zone).toInstant(), zone);
        };
    }
}
