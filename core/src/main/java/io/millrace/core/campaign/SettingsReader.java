package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a campaign's settings. What is at fault reads as null. */
final class SettingsReader {

    private static final String RE_ENTRY =
            "never, after_exit, every_event, {\"per_key\": property} or {\"cooldown\": duration}";
    private static final String EXIT = "an object with on and event, or on and segment";

    private final Fields fields;
    private final CampaignReading reading;

    private SettingsReader(Fields fields, CampaignReading reading) {
        this.fields = fields;
        this.reading = reading;
    }

    /** The defaults if the field is not there. */
    static @Nullable CampaignSettings read(Fields owner, String name, CampaignReading reading) {
        JsonNode json = owner.optional(name);
        if (json == null) {
            return CampaignSettings.DEFAULT;
        }
        Fields fields = reading.object(json, owner.at(name), "an object");
        return fields == null ? null : new SettingsReader(fields, reading).settings();
    }

    private @Nullable CampaignSettings settings() {
        int before = reading.faults().count();
        ReEntry reEntry = reEntry();
        List<ExitCondition> exitConditions = exitConditions();
        Bounds bounds = new Bounds(fields, reading);
        CampaignSettings.Goal goal = bounds.goal();
        CampaignSettings.QuietHours quietHours = bounds.quietHours();
        CampaignSettings.FrequencyCap frequencyCap = bounds.frequencyCap();
        Integer dailyLimit = FieldValues.optionalCount(fields, "daily_limit");
        CampaignSettings.SendRate sendRate = bounds.sendRate();
        CampaignSettings.HoldOut holdOut = bounds.holdOut();
        Elapsed maxEventAge = FieldValues.optionalDuration(fields, "max_event_age", FieldValues.Least.POSITIVE);
        Instant startAt = FieldValues.optionalInstant(fields, "start_at");
        Instant endAt = FieldValues.optionalInstant(fields, "end_at");
        boolean trackOpens = fields.flag("track_opens") || !fields.has("track_opens");
        fields.finish();
        if (startAt != null && endAt != null && !endAt.isAfter(startAt)) {
            reading.faults().outOfRange(fields.at("end_at"), fields.optional("end_at"), "an instant after start_at");
        }
        if (reading.faults().count() > before || reEntry == null) {
            return null;
        }
        return new CampaignSettings(
                reEntry,
                exitConditions,
                goal,
                quietHours,
                frequencyCap,
                dailyLimit,
                sendRate,
                holdOut,
                maxEventAge == null ? CampaignSettings.DEFAULT_MAX_EVENT_AGE : maxEventAge,
                startAt,
                endAt,
                trackOpens);
    }

    private @Nullable ReEntry reEntry() {
        JsonNode json = fields.optional("re_entry");
        if (json == null) {
            return new ReEntry.Never();
        }
        if (json.isObject()) {
            return limitedReEntry(new Fields(json, fields.at("re_entry"), reading.faults()));
        }
        if (!json.isTextual()) {
            reading.faults().wrongType(fields.at("re_entry"), json, RE_ENTRY);
            return null;
        }
        switch (json.textValue()) {
            case "never":
                return new ReEntry.Never();
            case "after_exit":
                return new ReEntry.AfterExit();
            case "every_event":
                return new ReEntry.EveryEvent();
            default:
                reading.faults().invalid(fields.at("re_entry"), json, RE_ENTRY);
                return null;
        }
    }

    private @Nullable ReEntry limitedReEntry(Fields reEntry) {
        boolean keyed = reEntry.has("per_key");
        if (keyed == reEntry.has("cooldown")) {
            reading.faults().invalid(reEntry.pointer(), fields.optional("re_entry"), RE_ENTRY);
            return null;
        }
        ReEntry read = keyed ? perKey(reEntry) : cooldown(reEntry);
        reEntry.finish();
        return read;
    }

    private @Nullable ReEntry perKey(Fields reEntry) {
        String expected = "the path of a property of the trigger's event, no part of it empty";
        String text = reEntry.text("per_key", expected);
        Path path = text == null ? null : Path.parse(text);
        if (text != null && path == null) {
            reading.faults().invalid(reEntry.at("per_key"), reEntry.optional("per_key"), expected);
        }
        return path == null ? null : new ReEntry.PerKey(path);
    }

    private static @Nullable ReEntry cooldown(Fields reEntry) {
        Elapsed duration = FieldValues.duration(reEntry, "cooldown", FieldValues.Least.POSITIVE);
        return duration == null ? null : new ReEntry.Cooldown(duration);
    }

    private List<ExitCondition> exitConditions() {
        if (fields.optional("exit_conditions") == null) {
            return List.of();
        }
        int most = reading.limits().exitConditions();
        JsonNode list = fields.list("exit_conditions", "a list of exit conditions");
        if (list == null) {
            return List.of();
        }
        if (list.size() > most) {
            reading.faults().tooLarge(fields.at("exit_conditions"), "at most " + most + " exit conditions");
            return List.of();
        }
        List<ExitCondition> conditions = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Fields condition = reading.object(list.get(i), fields.at("exit_conditions") + "/" + i, EXIT);
            ExitCondition read = condition == null ? null : exitCondition(condition);
            if (read != null) {
                conditions.add(read);
            }
        }
        return conditions;
    }

    /** What the three kinds of exit conditions are on. */
    private enum Kind {
        EVENT,
        SEGMENT_ENTRY,
        SEGMENT_EXIT
    }

    private @Nullable ExitCondition exitCondition(Fields condition) {
        Kind kind = FieldValues.choice(condition, "on", Kind.class);
        if (kind == null) {
            return null;
        }
        ExitCondition read = kind == Kind.EVENT ? onEvent(condition) : onSegment(condition, kind == Kind.SEGMENT_ENTRY);
        condition.finish();
        return read;
    }

    private @Nullable ExitCondition onEvent(Fields condition) {
        EventMatch match = reading.match(condition);
        return match == null ? null : new ExitCondition.OnEvent(match);
    }

    private @Nullable ExitCondition onSegment(Fields condition, boolean entry) {
        String segment = reading.segment(condition);
        return segment == null ? null : new ExitCondition.OnSegment(segment, entry);
    }
}
