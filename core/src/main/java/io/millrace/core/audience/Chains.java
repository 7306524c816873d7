package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the events that completed a sequence. */
final class Chains {

    /** An event as the last step so far, and the chain before it. */
    private record Link(TracedEvent event, long start, @Nullable Link before) {}

    private Chains() {}

    /** The chain whose last event is the oldest; empty if none is complete. */
    static List<TracedEvent> first(Rule.Sequence rule, List<TracedEvent> byTime) {
        Link[] latest = new Link[rule.steps().size()];
        int from = 0;
        while (from < byTime.size()) {
            int to = from;
            long time = byTime.get(from).event().timestamp();
            while (to < byTime.size() && byTime.get(to).event().timestamp() == time) {
                to++;
            }
            Link[] before = latest.clone();
            for (TracedEvent event : byTime.subList(from, to)) {
                Link complete = extend(rule, event, before, latest);
                if (complete != null) {
                    return chain(complete);
                }
            }
            from = to;
        }
        return List.of();
    }

    private static @Nullable Link extend(Rule.Sequence rule, TracedEvent event, Link[] before, Link[] latest) {
        long time = event.event().timestamp();
        for (int step = 0; step < latest.length; step++) {
            if ((event.event().roles() >> step & 1) == 0) {
                continue;
            }
            Link previous = step == 0 ? null : before[step - 1];
            long start = previous == null ? time : previous.start();
            if ((step > 0 && previous == null) || time - start > rule.withinMillis()) {
                continue;
            }
            Link link = new Link(event, start, previous);
            if (step == latest.length - 1) {
                return link;
            }
            if (latest[step] == null || latest[step].start() <= start) {
                latest[step] = link;
            }
        }
        return null;
    }

    private static List<TracedEvent> chain(Link last) {
        List<TracedEvent> chain = new ArrayList<>();
        for (Link link = last; link != null; link = link.before()) {
            chain.add(0, link.event());
        }
        return chain;
    }
}
