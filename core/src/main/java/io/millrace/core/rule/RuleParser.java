package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules from JSON. All faults of a text are reported (up to a hundred), not only the first; unknown fields are
 * faults. Whatever the text, reading is bounded in time and memory by the limits. Pure and thread-safe.
 */
public final class RuleParser {

    /** More than a condition within the groups can have: value, step, where, test, list. */
    private static final int OTHER_LEVELS = 10;

    private final RuleLimits limits;
    private final boolean inCampaign;

    /** Reads the rules of segments. */
    public RuleParser(RuleLimits limits) {
        this(limits, false);
    }

    private RuleParser(RuleLimits limits, boolean inCampaign) {
        this.limits = limits;
        this.inCampaign = inCampaign;
    }

    /** Reads the rules within campaigns, which may also name {@code trigger.properties.<path>}. */
    public static RuleParser inCampaign(RuleLimits limits) {
        return new RuleParser(limits, true);
    }

    /** A rule, or what is wrong with its text; exactly one of both. */
    public sealed interface Parsed {
        record Valid(Rule rule) implements Parsed {}

        record Invalid(List<RuleFault> faults) implements Parsed {
            public Invalid {
                faults = List.copyOf(faults);
            }
        }
    }

    /** @param pointer the JSON pointer of {@code json} within the request, with which those of faults begin */
    public Parsed parse(JsonNode json, String pointer) {
        Reading reading = new Reading(limits, inCampaign);
        Rule rule = read(json, pointer, reading);
        List<RuleFault> faults = reading.faults();
        if (!faults.isEmpty()) {
            return new Parsed.Invalid(faults);
        }
        if (rule == null) {
            throw new IllegalStateException("a rule was refused without a reason: " + json);
        }
        return new Parsed.Valid(rule);
    }

    /**
     * Reads a rule that stands in a larger text.
     *
     * @return null if it is at fault, which {@code reading} then knows
     */
    public static @Nullable Rule read(JsonNode json, String pointer, Reading reading) {
        RuleLimits limits = reading.limits();
        if (Nesting.isDeeperThan(2 * limits.depth() + OTHER_LEVELS, json)) {
            reading.tooLarge(pointer, "at most " + limits.depth() + " groups in one another");
            return null;
        }
        if (json.toString().getBytes(StandardCharsets.UTF_8).length > limits.bytes()) {
            reading.tooLarge(pointer, "at most " + limits.bytes() + " bytes of JSON without blanks");
            return null;
        }
        return new GroupReader(reading.ofAnotherRule()).read(json, pointer, 0);
    }
}
