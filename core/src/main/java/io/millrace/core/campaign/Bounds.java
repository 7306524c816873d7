package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.PatternReader;
import java.math.BigDecimal;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings that are objects: the goal, and what holds sends back. The cap and the quiet hours are also read in
 * CampaignOS' spelling, {@code frequencyCap} and {@code quietHours}.
 */
final class Bounds {

    private static final Elapsed DAY = Elapsed.of("24h");

    private final Fields settings;
    private final CampaignReading reading;

    Bounds(Fields settings, CampaignReading reading) {
        this.settings = settings;
        this.reading = reading;
    }

    CampaignSettings.@Nullable Goal goal() {
        Fields goal = part("goal", "an object with event and within");
        if (goal == null) {
            return null;
        }
        EventPattern event = PatternReader.pattern(goal);
        Elapsed within = FieldValues.duration(goal, "within", FieldValues.Least.POSITIVE);
        boolean exit = goal.flag("exit");
        goal.finish();
        return event == null || within == null ? null : new CampaignSettings.Goal(event, within, exit);
    }

    CampaignSettings.@Nullable QuietHours quietHours() {
        Fields hours = part(spelling("quiet_hours", "quietHours"), "an object with start and end");
        if (hours == null) {
            return null;
        }
        LocalTime start = FieldValues.time(hours, "start");
        LocalTime end = FieldValues.time(hours, "end");
        CampaignSettings.QuietHours.Mode mode =
                FieldValues.optionalChoice(hours, "mode", CampaignSettings.QuietHours.Mode.class);
        hours.finish();
        if (start == null || end == null) {
            return null;
        }
        if (start.equals(end)) {
            reading.faults().invalid(hours.at("end"), hours.optional("end"), "another time than start");
            return null;
        }
        return new CampaignSettings.QuietHours(start, end, mode == null ? CampaignSettings.QuietHours.Mode.HOLD : mode);
    }

    /** A number alone means so many in 24 hours. */
    CampaignSettings.@Nullable FrequencyCap frequencyCap() {
        String name = spelling("frequency_cap", "frequencyCap");
        JsonNode json = settings.optional(name);
        if (json != null && json.isNumber()) {
            Integer max = FieldValues.optionalCount(settings, name);
            return max == null ? null : new CampaignSettings.FrequencyCap(max, DAY);
        }
        Fields cap = part(name, "an object with max and window");
        if (cap == null) {
            return null;
        }
        Integer max = FieldValues.count(cap, "max");
        Elapsed window = FieldValues.duration(cap, "window", FieldValues.Least.POSITIVE);
        cap.finish();
        return max == null || window == null ? null : new CampaignSettings.FrequencyCap(max, window);
    }

    CampaignSettings.@Nullable SendRate sendRate() {
        Fields rate = part("send_rate", "an object with max and per");
        if (rate == null) {
            return null;
        }
        Integer max = FieldValues.count(rate, "max");
        Elapsed per = FieldValues.duration(rate, "per", FieldValues.Least.POSITIVE);
        rate.finish();
        return max == null || per == null ? null : new CampaignSettings.SendRate(max, per);
    }

    CampaignSettings.@Nullable HoldOut holdOut() {
        Fields holdOut = part("hold_out", "an object with percent and, if wanted, salt");
        if (holdOut == null) {
            return null;
        }
        BigDecimal percent = FieldValues.percent(holdOut, "percent");
        String salt = holdOut.optionalText("salt", "a text that is not empty");
        holdOut.finish();
        return percent == null ? null : new CampaignSettings.HoldOut(percent, salt);
    }

    /** Under which of its two names a setting stands. */
    private String spelling(String name, String camelCase) {
        if (!settings.has(camelCase)) {
            return name;
        }
        if (settings.optional(name) != null) {
            reading.faults()
                    .invalid(settings.at(name), settings.optional(name), "only one of " + name + " and " + camelCase);
        }
        return camelCase;
    }

    private @Nullable Fields part(String name, String expected) {
        JsonNode json = settings.optional(name);
        return json == null ? null : reading.object(json, settings.at(name), expected);
    }
}
