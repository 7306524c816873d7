package io.millrace.core.campaign;

import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.PatternReader;
import io.millrace.core.rule.Rule;
import org.jspecify.annotations.Nullable;

/** Reads a node that is a trigger. */
final class TriggerReader {

    private final Fields fields;
    private final CampaignReading reading;

    /** As graphs spell them. */
    private enum Kind {
        EVENT,
        SEGMENT_ENTRY,
        SEGMENT_EXIT,
        SCHEDULED,
        MANUAL
    }

    TriggerReader(Fields fields, CampaignReading reading) {
        this.fields = fields;
        this.reading = reading;
    }

    @Nullable
    Node read(String id) {
        Kind kind = FieldValues.choice(fields, "on", Kind.class);
        boolean guarded = fields.optional("rules") != null;
        Rule rules = guarded ? reading.rules(fields) : null;
        if (kind == null) {
            // Which other fields there may be is known with the kind only.
            fields.ignoreOthers();
            return null;
        }
        TriggerOn on = on(kind);
        return on == null || (guarded && rules == null) ? null : new Node.Trigger(id, on, rules);
    }

    private @Nullable TriggerOn on(Kind kind) {
        return switch (kind) {
            case EVENT -> event();
            case SEGMENT_ENTRY -> segment(true);
            case SEGMENT_EXIT -> segment(false);
            case SCHEDULED -> scheduled();
            case MANUAL -> new TriggerOn.Manual();
        };
    }

    private @Nullable TriggerOn event() {
        EventPattern event = PatternReader.pattern(fields);
        return event == null ? null : new TriggerOn.Event(event);
    }

    private @Nullable TriggerOn segment(boolean entry) {
        String segment = reading.segment(fields);
        if (segment == null) {
            return null;
        }
        return entry ? new TriggerOn.SegmentEntry(segment) : new TriggerOn.SegmentExit(segment);
    }

    private @Nullable TriggerOn scheduled() {
        ScheduledAt at = FieldValues.optionalScheduledAt(fields, "at");
        String segment = reading.segment(fields);
        TriggerOn.Scheduled.Every every = FieldValues.optionalChoice(fields, "every", TriggerOn.Scheduled.Every.class);
        if (every != null && !fields.has("at")) {
            reading.faults().required(fields.at("at"), "the instant from which on it is repeated");
        }
        return segment == null || (every != null && at == null) ? null : new TriggerOn.Scheduled(at, segment, every);
    }
}
