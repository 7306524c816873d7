package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.rule.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Tenant API's form of a campaign: a {@code sequence} of messages ({@code step}, {@code type}, {@code subject},
 * {@code body}) to contacts that are enrolled, and {@code settings}. A step may have a {@code delay}, from the step before,
 * the first one's from enrollment. Pure and thread-safe.
 */
public final class TenantSequence {

    private static final String FORM = "an object with sequence and settings";
    private static final String STEP = "an object with step, type, subject and body";

    private final CampaignLimits limits;

    public TenantSequence(CampaignLimits limits) {
        this.limits = limits;
    }

    /** Reads the form; what else the request has is for others to take out before. Without a sequence nothing is sent. */
    public CampaignParser.Parsed parse(JsonNode json, String pointer, CampaignContext context) {
        CampaignReading reading = new CampaignReading(limits, context);
        Fields form = reading.isBounded(json, pointer) ? reading.object(json, pointer, FORM) : null;
        if (form == null) {
            return reading.result(null);
        }
        List<Line.Step> steps = form.has("sequence") ? steps(form, reading) : List.of();
        CampaignSettings settings = SettingsReader.read(form, "settings", reading);
        form.optional("sequence");
        form.finish();
        CampaignGraph graph = steps == null ? null : new Line(Line.trigger(new TriggerOn.Manual()), steps).graph();
        return reading.result(reading.joined(graph, settings, form.at("settings")));
    }

    private static @Nullable List<Line.Step> steps(Fields form, CampaignReading reading) {
        JsonNode list = form.list("sequence", "a list of steps");
        int most = reading.limits().nodes() / 2;
        if (list == null) {
            return null;
        }
        if (list.size() > most) {
            reading.faults().tooLarge(form.at("sequence"), "at most " + most + " steps");
            return null;
        }
        List<Line.Step> steps = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String pointer = form.at("sequence") + "/" + i;
            reading.subject(pointer, "step " + (i + 1));
            Fields step = reading.object(list.get(i), pointer, STEP);
            Line.Step read = step == null ? null : step(step, i, reading);
            if (read != null) {
                steps.add(read);
            }
        }
        return steps.size() == list.size() ? steps : null;
    }

    private static Line.@Nullable Step step(Fields step, int index, CampaignReading reading) {
        Integer number = FieldValues.optionalCount(step, "step");
        if (number != null && number != index + 1) {
            reading.faults()
                    .invalid(step.at("step"), step.optional("step"), (index + 1) + ", its place in the sequence");
        }
        Channel channel = FieldValues.choice(step, "type", Channel.class);
        Elapsed delay = FieldValues.optionalDuration(step, "delay", FieldValues.Least.ZERO);
        MessageText text = new MessageReader(step, reading, null, "body").read(channel);
        step.finish();
        return channel == null || text == null
                ? null
                : new Line.Step(
                        delay,
                        new Node.Send(Line.id(index), channel, null, text.subject(), text.content(), null, false));
    }

    /** The form of a campaign, whatever the ids of its nodes; empty if the form cannot say what the campaign does. */
    public static Optional<ObjectNode> write(Campaign campaign) {
        return Line.of(campaign.graph())
                .filter(line -> line.trigger().on() instanceof TriggerOn.Manual
                        && line.trigger().rules() == null)
                .filter(line -> line.steps().stream().allMatch(step -> isPlain(step.send())))
                .map(line -> {
                    ObjectNode form = CampaignJson.object();
                    form.set("sequence", sequence(line));
                    // Whether opens are tracked is always said.
                    return form.set(
                            "settings",
                            CampaignJson.settings(campaign.settings())
                                    .put("track_opens", campaign.settings().trackOpens()));
                });
    }

    private static boolean isPlain(Node.Send send) {
        return send.template() == null && send.group() == null && !send.transactional();
    }

    private static ArrayNode sequence(Line line) {
        ArrayNode sequence = CampaignJson.object().arrayNode();
        for (int i = 0; i < line.steps().size(); i++) {
            Line.Step step = line.steps().get(i);
            ObjectNode json = sequence.addObject()
                    .put("step", i + 1)
                    .put("type", step.send().channel().text());
            CampaignJson.putText(json, "subject", step.send().subject());
            CampaignJson.putText(json, "body", step.send().content());
            CampaignJson.putText(
                    json, "delay", step.delay() == null ? null : step.delay().text());
        }
        return sequence;
    }
}
