package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a node at which runs wait. */
final class PauseReader {

    private static final Elapsed NO_OFFSET = Elapsed.of("0s");
    private static final String DAYS = "a list of weekdays such as monday";

    private final Fields fields;
    private final CampaignReading reading;

    PauseReader(Fields fields, CampaignReading reading) {
        this.fields = fields;
        this.reading = reading;
    }

    @Nullable
    Node read(String id, String type) {
        return switch (type) {
            case "delay" -> delay(id);
            case "delay_until_time" -> untilTime(id);
            case "delay_until_date" -> untilDate(id);
            default -> waitFor(id);
        };
    }

    private @Nullable Node delay(String id) {
        Elapsed duration = FieldValues.duration(fields, "duration", FieldValues.Least.ZERO);
        return duration == null ? null : new Node.Delay(id, duration);
    }

    private @Nullable Node untilTime(String id) {
        LocalTime time = FieldValues.time(fields, "time");
        Set<DayOfWeek> weekdays = fields.has("weekdays") ? weekdays() : Set.of();
        return time == null || weekdays == null ? null : new Node.DelayUntilTime(id, time, weekdays);
    }

    private @Nullable Set<DayOfWeek> weekdays() {
        JsonNode list = fields.list("weekdays", DAYS);
        if (list == null) {
            return null;
        }
        if (list.isEmpty()) {
            reading.faults().invalid(fields.at("weekdays"), list, DAYS);
            return null;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        boolean whole = true;
        for (int i = 0; i < list.size(); i++) {
            DayOfWeek day = weekday(list.get(i));
            if (day == null) {
                reading.faults().invalid(fields.at("weekdays") + "/" + i, list.get(i), "a weekday such as monday");
                whole = false;
            } else {
                days.add(day);
            }
        }
        return whole ? days : null;
    }

    private static @Nullable DayOfWeek weekday(JsonNode json) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day ->
                        TextNode.valueOf(day.name().toLowerCase(Locale.ROOT)).equals(json))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Node untilDate(String id) {
        DateField field = dateField();
        Elapsed offset = FieldValues.optionalDuration(fields, "offset", FieldValues.Least.ANY);
        Node.DelayUntilDate.IfPast ifPast =
                FieldValues.optionalChoice(fields, "if_past", Node.DelayUntilDate.IfPast.class);
        return field == null
                ? null
                : new Node.DelayUntilDate(
                        id,
                        field,
                        offset == null ? NO_OFFSET : offset,
                        ifPast == null ? Node.DelayUntilDate.IfPast.CONTINUE : ifPast);
    }

    private @Nullable DateField dateField() {
        String expected = "traits.<path> or trigger.properties.<path>";
        String text = fields.text("field", expected);
        if (text == null) {
            return null;
        }
        for (DateField.Source source : List.of(DateField.Source.values())) {
            Path path = text.startsWith(source.prefix())
                    ? Path.parse(text.substring(source.prefix().length()))
                    : null;
            if (path != null) {
                return new DateField(source, path);
            }
        }
        reading.faults().invalid(fields.at("field"), TextNode.valueOf(text), expected);
        return null;
    }

    private @Nullable Node waitFor(String id) {
        Elapsed timeout = FieldValues.optionalDuration(fields, "timeout", FieldValues.Least.POSITIVE);
        boolean timed = fields.has("timeout");
        WaitFor what = what();
        return what == null || (timed && timeout == null) ? null : new Node.Wait(id, what, timeout);
    }

    private @Nullable WaitFor what() {
        if (fields.has("rules") && fields.has("event")) {
            reading.faults().invalid(fields.at("event"), fields.optional("event"), "only one of rules and event");
            fields.ignoreOthers();
            return null;
        }
        if (fields.has("rules")) {
            Rule rules = reading.rules(fields);
            return rules == null ? null : new WaitFor.Holds(rules);
        }
        if (fields.has("event")) {
            EventMatch match = reading.match(fields);
            return match == null ? null : new WaitFor.Event(match);
        }
        reading.faults().required(fields.at("rules"), "a rule, or the event that is waited for in event");
        fields.ignoreOthers();
        return null;
    }
}
