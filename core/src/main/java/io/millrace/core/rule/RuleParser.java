package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads rules from JSON. All faults of a text are reported, not only the first. Pure and thread-safe. */
public final class RuleParser {

    private final RuleLimits limits;

    public RuleParser(RuleLimits limits) {
        this.limits = limits;
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
        throw new UnsupportedOperationException("written next, within " + limits);
    }
}
