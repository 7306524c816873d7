package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleFault;
import io.millrace.core.rule.RuleParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a segment's rule with the conditions that keep state. */
final class SegmentReader {

    /**
     * One version of a segment.
     *
     * @param json the rule as it was written; null for a hand-kept segment
     * @param leaves its conditions over events
     */
    record Version(long version, @Nullable JsonNode json, @Nullable Rule rule, List<LeafKey> leaves) {
        Version {
            leaves = List.copyOf(leaves);
        }
    }

    private final RuleParser parser;

    SegmentReader(RuleParser parser) {
        this.parser = parser;
    }

    /** @param json null for a hand-kept segment; fails with the reason if it is no rule */
    Version read(long version, @Nullable JsonNode json) {
        if (json == null) {
            return new Version(version, null, null, List.of());
        }
        RuleParser.Parsed parsed = parser.parse(json, "/rules");
        if (parsed instanceof RuleParser.Parsed.Valid valid) {
            List<LeafKey> leaves = new ArrayList<>();
            for (Rule leaf : RuleLeaves.of(valid.rule())) {
                if (leaf instanceof Rule.Events || leaf instanceof Rule.Sequence) {
                    leaves.add(LeafKey.of(leaf));
                }
            }
            return new Version(version, json, valid.rule(), leaves);
        }
        RuleFault fault = ((RuleParser.Parsed.Invalid) parsed).faults().get(0);
        throw new IllegalArgumentException(
                fault.pointer() + ": found " + fault.found() + ", expected " + fault.expected());
    }
}
