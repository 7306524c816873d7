package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known while one text is read: its faults so far, the segments it names, and how much of its limits is used. Used
 * by one thread.
 */
public final class Reading {

    /** Nobody reads more, and a hostile text could make as many as it has fields. */
    private static final int FAULTS_MAX = 100;

    private final RuleLimits limits;
    private final boolean inCampaign;
    private final Found found;
    private int conditions;

    /** What the readings of all rules of a text have in common. */
    private static final class Found {
        private final List<RuleFault> faults = new ArrayList<>();
        private final List<Mention> mentions = new ArrayList<>();
        private int count;
    }

    /** A segment that is named, and where. */
    public record Mention(String pointer, String segment) {}

    /** @param inCampaign whether rules may name the event that started a run */
    public Reading(RuleLimits limits, boolean inCampaign) {
        this(limits, inCampaign, new Found());
    }

    private Reading(RuleLimits limits, boolean inCampaign, Found found) {
        this.limits = limits;
        this.inCampaign = inCampaign;
        this.found = found;
    }

    /** For another rule of the same text: with limits of its own, into the same faults. */
    public Reading ofAnotherRule() {
        return new Reading(limits, inCampaign, found);
    }

    boolean inCampaign() {
        return inCampaign;
    }

    RuleLimits limits() {
        return limits;
    }

    public List<RuleFault> faults() {
        return List.copyOf(found.faults);
    }

    /** How many were found by now, those beyond the hundred that are kept included. */
    public int count() {
        return found.count;
    }

    public List<Mention> mentions() {
        return List.copyOf(found.mentions);
    }

    /** Remembers that a segment is named; whether it is there is for others to know. */
    public void mention(String pointer, String segment) {
        found.mentions.add(new Mention(pointer, segment));
    }

    public void fault(String pointer, String reason, @Nullable JsonNode found, String expected) {
        this.found.count++;
        if (this.found.faults.size() < FAULTS_MAX) {
            this.found.faults.add(new RuleFault(pointer, reason, found, expected));
        }
    }

    public void required(String pointer, String expected) {
        fault(pointer, "required", null, expected);
    }

    public void wrongType(String pointer, JsonNode found, String expected) {
        fault(pointer, "wrong_type", found, expected);
    }

    public void invalid(String pointer, @Nullable JsonNode found, String expected) {
        fault(pointer, "invalid", found, expected);
    }

    public void outOfRange(String pointer, @Nullable JsonNode found, String expected) {
        fault(pointer, "out_of_range", found, expected);
    }

    public void tooLarge(String pointer, String expected) {
        fault(pointer, "too_large", null, expected);
    }

    /** Counts a condition; the first one too many is a fault. */
    void condition(String pointer) {
        conditions++;
        if (conditions == limits.conditions() + 1) {
            tooLarge(pointer, "at most " + limits.conditions() + " conditions in a rule");
        }
    }
}
