package io.millrace.query.time;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code from to timezone week_start}; a range without bounds is the last 30 local days. */
public final class TimeRangeParser {

    private final ZoneId defaultZone;
    private final Instant now;

    public TimeRangeParser(ZoneId defaultZone, Instant now) {
        this.defaultZone = defaultZone;
        this.now = now;
    }

    /** The range of a query body; empty if one of its fields has a fault. */
    public Optional<TimeRange> parse(ObjectReader query) {
        int faultsBefore = query.faults().count();
        ZoneId zone = zone(query);
        DayOfWeek weekStart = query.choice("week_start", weekDays(), DayOfWeek.MONDAY);
        Optional<String> from = query.text("from");
        Optional<String> to = query.text("to");
        if (query.faults().count() > faultsBefore) {
            return Optional.empty();
        }
        return parse(from, to, zone, weekStart, query.at("from"), query.at("to"), query.faults());
    }

    /** The range of the fields {@code from to} of a body in the default zone; empty if one of them has a fault. */
    public Optional<TimeRange> parseBounds(ObjectReader body) {
        int faultsBefore = body.faults().count();
        Optional<String> from = body.text("from");
        Optional<String> to = body.text("to");
        return body.faults().count() > faultsBefore
                ? Optional.empty()
                : parse(from, to, defaultZone, DayOfWeek.MONDAY, body.at("from"), body.at("to"), body.faults());
    }

    /** The range of two query parameters in the default zone. */
    public Optional<TimeRange> parse(Optional<String> from, Optional<String> to, Faults faults) {
        return parse(from, to, defaultZone, DayOfWeek.MONDAY, "from", "to", faults);
    }

    private Optional<TimeRange> parse(
            Optional<String> fromText,
            Optional<String> toText,
            ZoneId zone,
            DayOfWeek weekStart,
            String fromField,
            String toField,
            Faults faults) {
        int faultsBefore = faults.count();
        Optional<Moment> asked = fromText.flatMap(text -> moment(text, zone, fromField, faults));
        Moment to = toText.flatMap(text -> moment(text, zone, toField, faults))
                .orElseGet(() -> Moment.ofDate(LocalDate.ofInstant(now, zone), zone));
        if (faults.count() > faultsBefore) {
            return Optional.empty();
        }
        Moment from = asked.orElseGet(() -> TimeRange.defaultFrom(to, zone));
        if (from.firstMillis() > to.lastMillis(zone)) {
            faults.invalid(fromField, TextNode.valueOf(from.text()), "a moment before the end " + to.text());
            return Optional.empty();
        }
        return Optional.of(TimeRange.of(from, to, zone, weekStart));
    }

    private ZoneId zone(ObjectReader query) {
        Optional<String> text = query.text("timezone");
        if (text.isEmpty()) {
            return defaultZone;
        }
        try {
            return ZoneId.of(text.get());
        } catch (DateTimeException e) {
            query.faults().invalid(query.at("timezone"), TextNode.valueOf(text.get()), "an IANA zone, Europe/Berlin");
            return defaultZone;
        }
    }

    private static Optional<Moment> moment(String text, ZoneId zone, String field, Faults faults) {
        Optional<Moment> moment = Moment.parse(text, zone);
        if (moment.isEmpty()) {
            faults.invalid(field, TextNode.valueOf(text), Moment.EXPECTED);
        }
        return moment;
    }

    private static Map<String, DayOfWeek> weekDays() {
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day.name().toLowerCase(Locale.ROOT), day);
        }
        return days;
    }
}
