package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a rule, without its groups, in the order in which they stand. */
public final class RuleLeaves {

    private RuleLeaves() {}

    /** Those over events and sequences alone: they are what keeps state and has to be seeded. */
    public static List<Rule> overEvents(Rule rule) {
        return of(rule).stream()
                .filter(leaf -> leaf instanceof Rule.Events || leaf instanceof Rule.Sequence)
                .toList();
    }

    public static List<Rule> of(Rule rule) {
        List<Rule> leaves = new ArrayList<>();
        collect(rule, leaves);
        return leaves;
    }

    private static void collect(Rule rule, List<Rule> leaves) {
        if (rule instanceof Rule.And and) {
            and.conditions().forEach(condition -> collect(condition, leaves));
        } else if (rule instanceof Rule.Or or) {
            or.conditions().forEach(condition -> collect(condition, leaves));
        } else if (rule instanceof Rule.Not not) {
            collect(not.condition(), leaves);
        } else {
            leaves.add(rule);
        }
    }
}
