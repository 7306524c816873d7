package io.millrace.query.funnel;

import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.Ranges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A funnel and histories in short. Times are seconds; a letter is an event of that step (A = 1, B = 2, C = 3), x is one
 * that the first exclusion matches, any other letter one that matches nothing; {@code 5:1,2} matches steps 1 and 2.
 */
final class Story {

    Order order = Order.ORDERED;
    Duration window = Duration.ofSeconds(100);
    List<Exclusion> exclusions = List.of();
    List<FunnelStep> steps = steps(3);
    boolean afterRange;
    int rangeSeconds = 1000;

    FunnelQuery query() {
        return new FunnelQuery(
                steps,
                order,
                window,
                exclusions,
                Ranges.ofMillis(0, rangeSeconds * 1000L),
                List.of(),
                Optional.empty(),
                Grouping.none(),
                Attribution.FIRST_TOUCH,
                afterRange);
    }

    /** Runs a history and shows when each step was done. */
    String run(String history) {
        FunnelEngine engine = new FunnelEngine(query());
        History eligible = new History();
        engine.eligible(ActorEvent.history(events(history)), eligible);
        long[] times = engine.run(eligible);
        if (times == null) {
            return "none";
        }
        List<String> shown = new ArrayList<>();
        for (long time : times) {
            shown.add(time == Attempts.NEVER ? "-" : Long.toString(time / 1000));
        }
        return String.join(" ", shown);
    }

    private static List<ActorEvent> events(String history) {
        List<ActorEvent> events = new ArrayList<>();
        for (String word : history.split(" ")) {
            int colon = word.indexOf(':');
            if (colon > 0) {
                int bits = 0;
                for (String step : word.substring(colon + 1).split(",")) {
                    bits |= 1 << Integer.parseInt(step) - 1;
                }
                events.add(event(word.substring(0, colon), bits, 0));
            } else {
                char kind = word.charAt(0);
                int bits = kind >= 'A' && kind <= 'C' ? 1 << kind - 'A' : 0;
                events.add(event(word.substring(1), bits, kind == 'x' ? 1 : 0));
            }
        }
        events.sort(Comparator.comparingLong(ActorEvent::timestampMillis));
        return events;
    }

    private static ActorEvent event(String seconds, int bits, int marks) {
        return new ActorEvent(Long.parseLong(seconds) * 1000, bits, bits, marks, List.of());
    }

    static List<FunnelStep> steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(step -> step(Character.toString('A' + step)))
                .toList();
    }

    static FunnelStep step(String name) {
        return new FunnelStep(Selector.named(name), name, false, FunnelStep.FirstTime.NO);
    }

    static FunnelStep optional(String name) {
        return new FunnelStep(Selector.named(name), name, true, FunnelStep.FirstTime.NO);
    }
}
