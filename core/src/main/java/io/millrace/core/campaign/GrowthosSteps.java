package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Rule;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * GrowthOS' form of a campaign: emails one after another since an event or since a segment was entered ({@code lifecycle}:
 * {@code trigger}, {@code steps}), or one email to a segment ({@code broadcast}: {@code segment_id}, {@code subject},
 * {@code template_id}, {@code scheduled_at}). Each step's delay counts from the step before, the first one's from the
 * trigger. Either form may have {@code settings}, and {@code content} beside {@code template_id}. Pure and thread-safe.
 */
public final class GrowthosSteps {

    private static final String FORM = "an object with type and what a campaign of this type has";
    private static final String NO_DELAY = "0m";

    private final CampaignLimits limits;

    public GrowthosSteps(CampaignLimits limits) {
        this.limits = limits;
    }

    /** The two types of campaigns. */
    private enum Type {
        LIFECYCLE,
        BROADCAST
    }

    /** Reads the form; what else the request has is for others to take out before. */
    public CampaignParser.Parsed parse(JsonNode json, String pointer, CampaignContext context) {
        CampaignReading reading = new CampaignReading(limits, context);
        Fields form = reading.isBounded(json, pointer) ? reading.object(json, pointer, FORM) : null;
        return reading.result(form == null ? null : read(form, reading));
    }

    private @Nullable Campaign read(Fields form, CampaignReading reading) {
        Type type = FieldValues.choice(form, "type", Type.class);
        CampaignSettings settings = SettingsReader.read(form, "settings", reading);
        if (type == null) {
            return null;
        }
        Line line = type == Type.LIFECYCLE ? lifecycle(form, reading) : broadcast(form, reading);
        form.finish();
        return reading.joined(line == null ? null : line.graph(), settings, form.at("settings"));
    }

    private static @Nullable Line lifecycle(Fields form, CampaignReading reading) {
        String expected = "an object with event, segment_id or both";
        JsonNode json = form.required("trigger", expected);
        Fields fields = json == null ? null : reading.object(json, form.at("trigger"), expected);
        Node.Trigger trigger = fields == null ? null : trigger(fields, reading, expected);
        List<Line.Step> steps = form.has("steps") ? steps(form, reading) : List.of();
        return trigger == null || steps == null ? null : new Line(trigger, steps);
    }

    /** With both, the event of somebody who is in the segment. */
    private static Node.@Nullable Trigger trigger(Fields trigger, CampaignReading reading, String expected) {
        String event = trigger.optionalText("event", "the name of an event");
        String segment = trigger.has("segment_id") ? reading.segment(trigger, "segment_id") : null;
        trigger.finish();
        if (!trigger.has("event") && !trigger.has("segment_id")) {
            reading.faults().required(trigger.at("event"), expected);
        }
        if (event == null) {
            return segment == null ? null : Line.trigger(new TriggerOn.SegmentEntry(segment));
        }
        Node.Trigger onEvent = Line.trigger(new TriggerOn.Event(EventPattern.named(event)));
        return segment == null
                ? onEvent
                : new Node.Trigger(onEvent.id(), onEvent.on(), new Rule.Segment(segment, true));
    }

    private static @Nullable List<Line.Step> steps(Fields form, CampaignReading reading) {
        JsonNode list = form.list("steps", "a list of steps");
        int most = reading.limits().nodes() / 2;
        if (list == null) {
            return null;
        }
        if (list.size() > most) {
            reading.faults().tooLarge(form.at("steps"), "at most " + most + " steps");
            return null;
        }
        List<Line.Step> steps = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String pointer = form.at("steps") + "/" + i;
            reading.subject(pointer, "step " + (i + 1));
            Fields step = reading.object(list.get(i), pointer, "an object with delay, subject and template_id");
            Line.Step read = step == null ? null : step(step, Line.id(i), reading);
            if (read != null) {
                steps.add(read);
            }
        }
        return steps.size() == list.size() ? steps : null;
    }

    private static Line.@Nullable Step step(Fields step, String id, CampaignReading reading) {
        Elapsed delay = FieldValues.optionalDuration(step, "delay", FieldValues.Least.ZERO);
        Node.Send send = email(step, id, reading);
        step.finish();
        return send == null ? null : new Line.Step(delay, send);
    }

    private static Node.@Nullable Send email(Fields fields, String id, CampaignReading reading) {
        MessageText text = new MessageReader(fields, reading, "template_id", "content").read(Channel.EMAIL);
        return text == null
                ? null
                : new Node.Send(id, Channel.EMAIL, text.template(), text.subject(), text.content(), null, false);
    }

    private static @Nullable Line broadcast(Fields form, CampaignReading reading) {
        String segment = reading.segment(form, "segment_id");
        ScheduledAt at = FieldValues.optionalScheduledAt(form, "scheduled_at");
        Node.Send send = email(form, Line.id(0), reading);
        return segment == null || send == null
                ? null
                : new Line(
                        Line.trigger(new TriggerOn.Scheduled(at, segment, null)), List.of(new Line.Step(null, send)));
    }

    /** The form of a campaign, whatever the ids of its nodes; empty if the form cannot say what the campaign does. */
    public static Optional<ObjectNode> write(Campaign campaign) {
        return Line.of(campaign.graph())
                .filter(line -> line.steps().stream().allMatch(step -> isPlain(step.send())))
                .flatMap(line -> line.trigger().on().accept(new FormWriter(line)))
                .map(form -> {
                    ObjectNode settings = CampaignJson.settings(campaign.settings());
                    return settings.isEmpty() ? form : form.set("settings", settings);
                });
    }

    private static boolean isPlain(Node.Send send) {
        return send.channel() == Channel.EMAIL && send.group() == null && !send.transactional();
    }

    private static ObjectNode putText(ObjectNode json, Node.Send send) {
        CampaignJson.putText(json, "subject", send.subject());
        CampaignJson.putText(json, "template_id", send.template());
        return CampaignJson.putText(json, "content", send.content());
    }

    /** Which of the two forms it is depends on the trigger. */
    private record FormWriter(Line line) implements TriggerOn.Visitor<Optional<ObjectNode>> {

        @Override
        public Optional<ObjectNode> event(TriggerOn.Event on) {
            Rule rules = line.trigger().rules();
            if (!on.event().where().isEmpty()
                    || !(rules == null || (rules instanceof Rule.Segment segment && segment.in()))) {
                return Optional.empty();
            }
            return lifecycle(on.event().name(), rules instanceof Rule.Segment segment ? segment.id() : null);
        }

        @Override
        public Optional<ObjectNode> segmentEntry(TriggerOn.SegmentEntry on) {
            return line.trigger().rules() == null ? lifecycle(null, on.segment()) : Optional.empty();
        }

        @Override
        public Optional<ObjectNode> segmentExit(TriggerOn.SegmentExit on) {
            return Optional.empty();
        }

        @Override
        public Optional<ObjectNode> scheduled(TriggerOn.Scheduled on) {
            if (on.every() != null
                    || line.trigger().rules() != null
                    || line.steps().size() != 1) {
                return Optional.empty();
            }
            Line.Step only = line.steps().get(0);
            if (only.delay() != null && !only.delay().isZero()) {
                return Optional.empty();
            }
            ObjectNode form = CampaignJson.object().put("type", "broadcast").put("segment_id", on.segment());
            putText(form, only.send());
            if (on.at() instanceof ScheduledAt.Fixed fixed) {
                form.put("scheduled_at", fixed.at().toString());
            } else if (on.at() instanceof ScheduledAt.Local local) {
                form.put("scheduled_at", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local.at()));
            }
            return Optional.of(form);
        }

        @Override
        public Optional<ObjectNode> manual(TriggerOn.Manual on) {
            return Optional.empty();
        }

        private Optional<ObjectNode> lifecycle(@Nullable String event, @Nullable String segment) {
            ObjectNode form = CampaignJson.object().put("type", "lifecycle");
            CampaignJson.putText(
                    CampaignJson.putText(form.putObject("trigger"), "event", event), "segment_id", segment);
            ArrayNode steps = form.putArray("steps");
            line.steps()
                    .forEach(step -> putText(
                            steps.addObject()
                                    .put(
                                            "delay",
                                            step.delay() == null
                                                    ? NO_DELAY
                                                    : step.delay().text()),
                            step.send()));
            return Optional.of(form);
        }
    }
}
