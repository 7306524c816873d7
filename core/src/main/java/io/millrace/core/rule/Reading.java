package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known while one text is read: its faults so far, and how much of its limits is used. Used by one thread. */
final class Reading {

    /** Nobody reads more, and a hostile text could make as many as it has fields. */
    private static final int FAULTS_MAX = 100;

    private final RuleLimits limits;
    private final boolean inCampaign;
    private final List<RuleFault> faults = new ArrayList<>();
    private int conditions;

    /** @param inCampaign whether rules may name the event that started a run */
    Reading(RuleLimits limits, boolean inCampaign) {
        this.limits = limits;
        this.inCampaign = inCampaign;
    }

    boolean inCampaign() {
        return inCampaign;
    }

    RuleLimits limits() {
        return limits;
    }

    List<RuleFault> faults() {
        return faults;
    }

    void fault(String pointer, String reason, @Nullable JsonNode found, String expected) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new RuleFault(pointer, reason, found, expected));
        }
    }

    void required(String pointer, String expected) {
        fault(pointer, "required", null, expected);
    }

    void wrongType(String pointer, JsonNode found, String expected) {
        fault(pointer, "wrong_type", found, expected);
    }

    void invalid(String pointer, @Nullable JsonNode found, String expected) {
        fault(pointer, "invalid", found, expected);
    }

    void outOfRange(String pointer, @Nullable JsonNode found, String expected) {
        fault(pointer, "out_of_range", found, expected);
    }

    void tooLarge(String pointer, String expected) {
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
