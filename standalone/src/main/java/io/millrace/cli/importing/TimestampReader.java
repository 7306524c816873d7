package io.millrace.cli.importing;

import io.millrace.core.event.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of a column as ingest reads them. Without a format and zone they pass as they stand; with a zone, times without
 * an offset are local to it; with a format every time must be of that form.
 */
final class TimestampReader {

    private static final Pattern ISO_WITHOUT_OFFSET =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?");

    private final @Nullable DateTimeFormatter format;
    private final @Nullable ZoneId zone;
    private final String expected;

    TimestampReader(@Nullable DateTimeFormatter format, @Nullable ZoneId zone, String expected) {
        this.format = format;
        this.zone = zone;
        this.expected = expected;
    }

    /** The time as JSON. */
    String json(String field, String text) throws UnfitValueException {
        try {
            if (format != null) {
                return written(instant(format.parseBest(
                        text, ZonedDateTime::from, Instant::from, LocalDateTime::from, LocalDate::from)));
            }
            if (zone != null && ISO_WITHOUT_OFFSET.matcher(text).matches()) {
                String iso = text.replace(' ', 'T');
                return written(instant(iso.length() == 10 ? LocalDate.parse(iso) : LocalDateTime.parse(iso)));
            }
            return ValueKind.AUTO.json(field, text);
        } catch (DateTimeException e) {
            throw new UnfitValueException(field, text, expected);
        }
    }

    private Instant instant(TemporalAccessor time) {
        ZoneId local = zone == null ? ZoneOffset.UTC : zone;
        if (time instanceof ZonedDateTime) {
            return ((ZonedDateTime) time).toInstant();
        }
        if (time instanceof LocalDateTime) {
            return ((LocalDateTime) time).atZone(local).toInstant();
        }
        return time instanceof LocalDate
                ? ((LocalDate) time).atStartOfDay(local).toInstant()
                : Instant.from(time);
    }

    private static String written(Instant instant) {
        return '"' + Timestamps.format(instant.toEpochMilli()) + '"';
    }
}
