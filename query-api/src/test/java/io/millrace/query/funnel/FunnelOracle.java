package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of an ordered funnel once more, by trying everything: every attempt, every choice of an event for every
 * step. Slow, and shares no idea with the engine.
 */
final class FunnelOracle {

    private final FunnelQuery query;
    private final List<Integer> required = new ArrayList<>();

    FunnelOracle(FunnelQuery query) {
        this.query = query;
        for (int step = 0; step < query.steps().size(); step++) {
            if (!query.steps().get(step).optional()) {
                required.add(step);
            }
        }
    }

    /** The times of the required steps that were reached; empty if the actor is in no step. */
    Optional<List<Long>> run(List<ActorEvent> events) {
        List<List<Long>> attempts = new ArrayList<>();
        Set<Long> entries = new HashSet<>();
        events.stream()
                .filter(event -> event.fills(0))
                .map(ActorEvent::timestampMillis)
                .filter(at ->
                        at >= query.range().fromMillis() && at <= query.range().toMillis())
                .sorted()
                .forEach(at -> {
                    if (entries.add(at)) {
                        attempts.add(best(events, at));
                    }
                });
        int furthest = attempts.stream().mapToInt(List::size).max().orElse(0);
        return attempts.stream()
                .filter(times -> times.size() == furthest)
                .filter(times -> !marked(events, times))
                .findFirst();
    }

    /** Of all ways to fill steps from this entry the one that reaches furthest, of those the earliest. */
    private List<Long> best(List<ActorEvent> events, long entry) {
        List<List<Long>> ways = new ArrayList<>();
        extend(events, entry, new ArrayList<>(), new HashSet<>(), ways);
        List<Long> best = ways.get(0);
        for (List<Long> way : ways) {
            if (way.size() > best.size() || way.size() == best.size() && earlier(way, best)) {
                best = way;
            }
        }
        return best;
    }

    private void extend(
            List<ActorEvent> events, long entry, List<Long> times, Set<Integer> used, List<List<Long>> ways) {
        if (!times.isEmpty()) {
            ways.add(List.copyOf(times));
        }
        if (times.size() == required.size()) {
            return;
        }
        int step = required.get(times.size());
        for (int i = 0; i < events.size(); i++) {
            long at = events.get(i).timestampMillis();
            boolean inTime = times.isEmpty()
                    ? at == entry
                    : at >= times.get(times.size() - 1)
                            && at - entry <= query.window().toMillis()
                            && at <= query.lastMillis();
            if (inTime && events.get(i).fills(step) && used.add(i)) {
                times.add(at);
                extend(events, entry, times, used, ways);
                times.remove(times.size() - 1);
                used.remove(i);
            }
        }
    }

    private static boolean earlier(List<Long> one, List<Long> other) {
        for (int i = 0; i < one.size(); i++) {
            int difference = Long.compare(one.get(i), other.get(i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private boolean marked(List<ActorEvent> events, List<Long> times) {
        for (int number = 0; number < query.exclusions().size(); number++) {
            Exclusion exclusion = query.exclusions().get(number);
            int from = required.indexOf(exclusion.fromStep());
            int to = required.indexOf(exclusion.toStep());
            for (ActorEvent event : events) {
                long at = event.timestampMillis();
                boolean excludes = (event.exclusions() & 1 << number) != 0;
                boolean begun = times.size() > from && at > times.get(from);
                boolean open = times.size() > to
                        ? at < times.get(to)
                        : at - times.get(0) <= query.window().toMillis() && at <= query.lastMillis();
                if (excludes && begun && open && !times.contains(at)) {
                    return true;
                }
            }
        }
        return false;
    }
}
