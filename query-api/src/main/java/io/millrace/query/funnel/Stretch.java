package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.IntNode;
import io.millrace.query.request.ObjectReader;
import java.util.List;
import java.util.Optional;

/** From one required step to a later one; counted from 0. */
record Stretch(int fromStep, int toStep) {

    /** Reads {@code from_step to_step}; by default from the first required step to the last. */
    static Optional<Stretch> read(ObjectReader owner, List<FunnelStep> steps) {
        int faultsBefore = owner.faults().count();
        int last = Math.max(2, steps.size());
        int from = owner.whole("from_step", 1, 1, last - 1);
        int to = owner.whole("to_step", lastRequired(steps, last), 2, last);
        if (from >= to) {
            owner.faults().invalid(owner.at("to_step"), IntNode.valueOf(to), "a step after step " + from);
        }
        for (String bound : List.of("from_step", "to_step")) {
            int step = bound.equals("from_step") ? from : to;
            if (owner.any(bound) != null
                    && step <= steps.size()
                    && steps.get(step - 1).optional()) {
                owner.faults().invalid(owner.at(bound), IntNode.valueOf(step), "a step that is not optional");
            }
        }
        return owner.faults().count() > faultsBefore ? Optional.empty() : Optional.of(new Stretch(from - 1, to - 1));
    }

    /** The same where nothing but the default makes sense. */
    static Optional<Stretch> readWhole(ObjectReader owner, List<FunnelStep> steps) {
        Optional<Stretch> read = read(owner, steps);
        int last = lastRequired(steps, Math.max(2, steps.size()));
        boolean whole =
                read.isEmpty() || read.get().fromStep() == 0 && read.get().toStep() == last - 1;
        if (!whole) {
            String bound = read.get().fromStep() == 0 ? "to_step" : "from_step";
            owner.faults()
                    .add(
                            owner.at(bound),
                            "invalid",
                            owner.any(bound),
                            bound.equals("from_step") ? "1" : Integer.toString(last),
                            "an exclusion of an unordered funnel goes from its first step to its last");
            return Optional.empty();
        }
        return read;
    }

    private static int lastRequired(List<FunnelStep> steps, int last) {
        int step = last;
        while (step > 2 && step <= steps.size() && steps.get(step - 1).optional()) {
            step--;
        }
        return step;
    }
}
