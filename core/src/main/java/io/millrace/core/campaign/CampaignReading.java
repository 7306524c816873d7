package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Nesting;
import io.millrace.core.rule.PatternReader;
import io.millrace.core.rule.Reading;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known while one campaign is read, and how the parts are read that nodes and settings share. Used by one thread. */
final class CampaignReading {

    private static final int OTHER_LEVELS = 20;

    private final CampaignLimits limits;
    private final CampaignContext context;
    private final Reading reading;
    private final Map<String, String> subjects = new HashMap<>();
    private final List<String> sameKeys = new ArrayList<>();

    CampaignReading(CampaignLimits limits, CampaignContext context) {
        this.limits = limits;
        this.context = context;
        this.reading = new Reading(limits.rules(), true);
    }

    CampaignLimits limits() {
        return limits;
    }

    CampaignContext context() {
        return context;
    }

    Reading faults() {
        return reading;
    }

    boolean isBounded(JsonNode json, String pointer) {
        if (Nesting.isDeeperThan(2 * limits.rules().depth() + OTHER_LEVELS, json)) {
            reading.tooLarge(pointer, "objects and lists nested less deeply");
            return false;
        }
        if (json.toString().getBytes(StandardCharsets.UTF_8).length > limits.bytes()) {
            reading.tooLarge(pointer, "at most " + limits.bytes() + " bytes of JSON without blanks");
            return false;
        }
        return true;
    }

    /** The fields of an object; null, with a fault, if it is something else. */
    @Nullable
    Fields object(JsonNode json, String pointer, String expected) {
        if (!json.isObject()) {
            reading.wrongType(pointer, json, expected);
            return null;
        }
        return new Fields(json, pointer, reading.ofAnotherRule());
    }

    /** Faults at this pointer and below it are told to be of this node or edge. */
    void subject(String pointer, String subject) {
        subjects.put(pointer, subject);
    }

    @Nullable
    Rule rules(Fields owner) {
        JsonNode json = owner.required("rules", "a rule");
        return json == null ? null : RuleParser.read(json, owner.at("rules"), reading);
    }

    @Nullable
    String segment(Fields owner) {
        String segment = owner.text("segment", "a segment's id");
        if (segment != null) {
            reading.mention(owner.at("segment"), segment);
        }
        return segment;
    }

    /** The fields {@code event}, {@code where} and {@code same_key}. */
    @Nullable
    EventMatch match(Fields owner) {
        EventPattern event = PatternReader.pattern(owner);
        boolean sameKey = owner.flag("same_key");
        if (sameKey) {
            sameKeys.add(owner.at("same_key"));
        }
        return event == null ? null : new EventMatch(event, sameKey);
    }

    /**
     * Checks what graph and settings say of each other.
     *
     * @param settingsPointer where the settings stand
     */
    @Nullable
    Campaign joined(@Nullable CampaignGraph graph, @Nullable CampaignSettings settings, String settingsPointer) {
        if (settings != null && !(settings.reEntry() instanceof ReEntry.PerKey)) {
            sameKeys.forEach(pointer -> reading.invalid(
                    pointer, BooleanNode.TRUE, "a key: settings with re_entry {\"per_key\": property}"));
        }
        if (graph == null || settings == null) {
            return null;
        }
        boolean keyed = settings.reEntry() instanceof ReEntry.PerKey;
        boolean byEvent = graph.triggers().stream().anyMatch(trigger -> trigger.on() instanceof TriggerOn.Event);
        if (keyed && !byEvent && !graph.triggers().isEmpty()) {
            reading.invalid(
                    settingsPointer + "/re_entry", null, "a trigger on an event, for per_key names a property of it");
        }
        return new Campaign(graph, settings);
    }

    CampaignParser.Parsed result(@Nullable Campaign campaign) {
        Set<String> unknown = new TreeSet<>();
        for (Reading.Mention mention : reading.mentions()) {
            if (!context.segments().test(mention.segment()) && unknown.add(mention.pointer())) {
                TextNode found = TextNode.valueOf(mention.segment());
                reading.fault(mention.pointer(), "unknown_segment", found, "the id of a segment");
            }
        }
        List<CampaignFault> faults = reading.faults().stream()
                .map(fault -> new CampaignFault(
                        fault.pointer(), fault.reason(), subjectOf(fault.pointer()), fault.found(), fault.expected()))
                .toList();
        if (!faults.isEmpty()) {
            return new CampaignParser.Parsed.Invalid(faults);
        }
        if (campaign == null) {
            throw new IllegalStateException("a campaign was refused without a reason");
        }
        return new CampaignParser.Parsed.Valid(campaign);
    }

    private @Nullable String subjectOf(String pointer) {
        for (int end = pointer.length(); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
            String subject = subjects.get(pointer.substring(0, end));
            if (subject != null) {
                return subject;
            }
        }
        return null;
    }
}
