package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * CampaignOS' form of a campaign: the graph as {@code workflow}, {@code settings} with {@code frequencyCap} and
 * {@code quietHours} beside all others, {@code startAt} and {@code endAt}. It can say every campaign. Pure and thread-safe.
 */
public final class CampaignosWorkflow {

    private static final String FORM = "an object with workflow and settings";

    private final CampaignLimits limits;

    public CampaignosWorkflow(CampaignLimits limits) {
        this.limits = limits;
    }

    /** Reads the form; what else the request has is for others to take out before. */
    public CampaignParser.Parsed parse(JsonNode json, String pointer, CampaignContext context) {
        CampaignReading reading = new CampaignReading(limits, context);
        Fields form = reading.isBounded(json, pointer) ? reading.object(json, pointer, FORM) : null;
        return reading.result(form == null ? null : read(form, reading));
    }

    private static @Nullable Campaign read(Fields form, CampaignReading reading) {
        String expected = "an object with nodes and edges";
        JsonNode json = form.required("workflow", expected);
        Fields workflow = json == null ? null : reading.object(json, form.at("workflow"), expected);
        CampaignGraph graph = workflow == null ? null : new GraphReader(reading).read(workflow);
        if (workflow != null) {
            workflow.finish();
        }
        CampaignSettings settings = SettingsReader.read(form, "settings", reading);
        Instant startAt = FieldValues.optionalInstant(form, "startAt");
        Instant endAt = FieldValues.optionalInstant(form, "endAt");
        form.finish();
        CampaignSettings dated = settings == null ? null : dated(settings, startAt, endAt);
        if (settings != null && dated == null) {
            reading.faults().outOfRange(form.at("endAt"), form.optional("endAt"), "an instant after startAt");
        }
        return reading.joined(graph, dated, form.at("settings"));
    }

    /** With the form's dates over those of the settings; null if the campaign ended before it started. */
    private static @Nullable CampaignSettings dated(
            CampaignSettings settings, @Nullable Instant startAt, @Nullable Instant endAt) {
        Instant start = startAt == null ? settings.startAt() : startAt;
        Instant end = endAt == null ? settings.endAt() : endAt;
        return start != null && end != null && !end.isAfter(start) ? null : settings.between(start, end);
    }

    public static ObjectNode write(Campaign campaign) {
        ObjectNode form = CampaignJson.object();
        form.set("workflow", CampaignJson.graph(campaign.graph()));
        CampaignSettings settings = campaign.settings();
        form.set("settings", settings(settings));
        putInstant(form, "startAt", settings.startAt());
        putInstant(form, "endAt", settings.endAt());
        return form;
    }

    private static ObjectNode settings(CampaignSettings settings) {
        ObjectNode json = CampaignJson.settings(settings.between(null, null));
        CampaignSettings.FrequencyCap cap = settings.frequencyCap();
        if (cap != null && cap.window().equals(Bounds.DAY)) {
            json.remove("frequency_cap");
            json.put("frequencyCap", cap.max());
        }
        CampaignSettings.QuietHours hours = settings.quietHours();
        if (hours != null) {
            json.remove("quiet_hours");
            ObjectNode quiet = json.putObject("quietHours")
                    .put("start", hours.start().toString())
                    .put("end", hours.end().toString());
            if (hours.mode() == CampaignSettings.QuietHours.Mode.DROP) {
                quiet.put("mode", hours.mode().text());
            }
        }
        return json;
    }

    private static void putInstant(ObjectNode json, String name, @Nullable Instant instant) {
        if (instant != null) {
            json.put(name, Timestamps.format(instant.toEpochMilli()));
        }
    }
}
