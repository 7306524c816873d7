package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.RuleLeaves;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.util.OptionalLong;

/** When time alone may change what a rule says about the event that started a run; contacts know of all the rest. */
final class RuleClock {

    private RuleClock() {}

    /** The first such instant after now, {@link Run#NEVER} if there is none. */
    static long next(Rule rule, Run run, long now) {
        long next = Run.NEVER;
        for (Rule leaf : RuleLeaves.of(rule)) {
            if (leaf instanceof Rule.TriggerProperty property) {
                next = Math.min(next, next(property, run, now));
            }
        }
        return next;
    }

    private static long next(Rule.TriggerProperty leaf, Run run, long now) {
        if (leaf.test() instanceof ValueTest.Held held) {
            return later(run.enteredAt + held.millis(), now);
        }
        if (!(leaf.test() instanceof ValueTest.DateWindow window)) {
            return Run.NEVER;
        }
        JsonNode value = Values.at(run.started.json(), leaf.path());
        OptionalLong date = Values.dateMillis(value);
        if (value == null || date.isEmpty()) {
            return Run.NEVER;
        }
        long edge = date.getAsLong();
        long other =
                edge + (window.kind() == ValueTest.DateWindow.Kind.WITHIN_NEXT ? -window.millis() : window.millis());
        return Math.min(later(edge, now), later(other, now));
    }

    private static long later(long instant, long now) {
        return instant > now ? instant : Run.NEVER;
    }
}
