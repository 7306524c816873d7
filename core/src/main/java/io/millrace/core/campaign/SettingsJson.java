package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes settings, those alone that are not at their default. */
final class SettingsJson {

    private SettingsJson() {}

    static ObjectNode write(CampaignSettings settings) {
        ObjectNode json = settings.reEntry().accept(new ReEntryJson(CampaignJson.object()));
        if (!settings.exitConditions().isEmpty()) {
            ArrayNode conditions = json.putArray("exit_conditions");
            settings.exitConditions().forEach(condition -> conditions.add(condition.accept(new ExitJson())));
        }
        putGoal(json, settings.goal());
        putQuietHours(json, settings.quietHours());
        if (settings.frequencyCap() != null) {
            json.putObject("frequency_cap")
                    .put("max", settings.frequencyCap().max())
                    .put("window", settings.frequencyCap().window().text());
        }
        if (settings.dailyLimit() != null) {
            json.put("daily_limit", settings.dailyLimit());
        }
        if (settings.sendRate() != null) {
            json.putObject("send_rate")
                    .put("max", settings.sendRate().max())
                    .put("per", settings.sendRate().per().text());
        }
        if (settings.holdOut() != null) {
            ObjectNode holdOut = json.putObject("hold_out");
            holdOut.set("percent", CampaignJson.number(settings.holdOut().percent()));
            CampaignJson.putText(holdOut, "salt", settings.holdOut().salt());
        }
        if (!settings.maxEventAge().equals(CampaignSettings.DEFAULT_MAX_EVENT_AGE)) {
            json.put("max_event_age", settings.maxEventAge().text());
        }
        putInstant(json, "start_at", settings.startAt());
        putInstant(json, "end_at", settings.endAt());
        return settings.trackOpens() ? json : json.put("track_opens", false);
    }

    private static void putGoal(ObjectNode json, CampaignSettings.@Nullable Goal goal) {
        if (goal != null) {
            ObjectNode object = CampaignJson.putPattern(json.putObject("goal"), goal.event());
            object.put("within", goal.within().text());
            if (goal.exit()) {
                object.put("exit", true);
            }
        }
    }

    private static void putQuietHours(ObjectNode json, CampaignSettings.@Nullable QuietHours hours) {
        if (hours != null) {
            json.putObject("quiet_hours")
                    .put("start", hours.start().toString())
                    .put("end", hours.end().toString())
                    .put("mode", hours.mode().text());
        }
    }

    private static void putInstant(ObjectNode json, String name, @Nullable Instant instant) {
        if (instant != null) {
            json.put(name, Timestamps.format(instant.toEpochMilli()));
        }
    }

    private record ReEntryJson(ObjectNode settings) implements ReEntry.Visitor<ObjectNode> {

        @Override
        public ObjectNode never(ReEntry.Never reEntry) {
            return settings;
        }

        @Override
        public ObjectNode afterExit(ReEntry.AfterExit reEntry) {
            return settings.put("re_entry", "after_exit");
        }

        @Override
        public ObjectNode everyEvent(ReEntry.EveryEvent reEntry) {
            return settings.put("re_entry", "every_event");
        }

        @Override
        public ObjectNode perKey(ReEntry.PerKey reEntry) {
            settings.putObject("re_entry").put("per_key", reEntry.property().toString());
            return settings;
        }

        @Override
        public ObjectNode cooldown(ReEntry.Cooldown reEntry) {
            settings.putObject("re_entry").put("cooldown", reEntry.duration().text());
            return settings;
        }
    }

    private record ExitJson() implements ExitCondition.Visitor<ObjectNode> {

        @Override
        public ObjectNode event(ExitCondition.OnEvent condition) {
            return CampaignJson.putMatch(CampaignJson.object().put("on", "event"), condition.match());
        }

        @Override
        public ObjectNode segment(ExitCondition.OnSegment condition) {
            return CampaignJson.object()
                    .put("on", condition.entry() ? "segment_entry" : "segment_exit")
                    .put("segment", condition.segment());
        }
    }
}
