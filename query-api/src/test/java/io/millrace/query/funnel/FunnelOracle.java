package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * The rules of a funnel once more, sentence by sentence and by trying everything: every attempt, every choice of an event
 * for every step. Slow, and shares no idea with the engine.
 */
final class FunnelOracle {

    private static final long NEVER = Long.MIN_VALUE;

    private final FunnelQuery query;
    private final int steps;
    private final List<Integer> required = new ArrayList<>();

    FunnelOracle(FunnelQuery query) {
        this.query = query;
        this.steps = query.steps().size();
        for (int step = 0; step < steps; step++) {
            if (!query.steps().get(step).optional()) {
                required.add(step);
            }
        }
    }

    /** One attempt: when each step was done ({@link #NEVER} if not), how many required ones, and whether it is marked. */
    private record Attempt(long begun, long[] times, int reached, boolean marked) {}

    /** When the actor did each step; empty if it is in none. Of unordered ones an optional step has the attempt's begin. */
    Optional<long[]> run(List<ActorEvent> history) {
        return result(attempts(eligible(history)));
    }

    /** The same of each entry bucket by itself. */
    <B> Map<B, long[]> trend(List<ActorEvent> history, LongFunction<B> bucketOf) {
        Map<B, List<Attempt>> byBucket = new LinkedHashMap<>();
        for (Attempt attempt : attempts(eligible(history))) {
            byBucket.computeIfAbsent(bucketOf.apply(attempt.begun()), unused -> new ArrayList<>())
                    .add(attempt);
        }
        Map<B, long[]> results = new LinkedHashMap<>();
        byBucket.forEach((bucket, attempts) -> result(attempts).ifPresent(times -> results.put(bucket, times)));
        return results;
    }

    /** The funnel of each group the actor belongs to. */
    Map<List<String>, long[]> groups(List<ActorEvent> history) {
        List<ActorEvent> events = eligible(history);
        Predicate<ActorEvent> names = event ->
                event.steps() != 0 && event.timestampMillis() <= query.range().toMillis();
        Map<List<String>, long[]> results = new LinkedHashMap<>();
        switch (query.attribution().kind()) {
            case FIRST_TOUCH, LAST_TOUCH -> {
                List<List<String>> named = events.stream()
                        .filter(names)
                        .filter(ActorEvent::hasValue)
                        .map(ActorEvent::values)
                        .toList();
                boolean first = query.attribution().kind() == Attribution.Kind.FIRST_TOUCH;
                List<String> value = named.isEmpty()
                        ? query.grouping().fields().stream().map(field -> "").toList()
                        : named.get(first ? 0 : named.size() - 1);
                result(attempts(events)).ifPresent(times -> results.put(value, times));
            }
            case ALL_STEPS ->
                values(events, names).forEach(value -> result(attempts(events.stream()
                                .filter(event -> event.values().equals(value))
                                .toList()))
                        .ifPresent(times -> results.put(value, times)));
            case STEP -> {
                int step = query.attribution().step();
                values(events, names.and(event -> event.fills(step))).forEach(value -> result(attempts(events.stream()
                                .map(event -> event.values().equals(value)
                                        ? event
                                        : event.withSteps(event.steps() & ~(1 << step)))
                                .toList()))
                        .ifPresent(times -> results.put(value, times)));
            }
        }
        return results;
    }

    private static Set<List<String>> values(List<ActorEvent> events, Predicate<ActorEvent> names) {
        Set<List<String>> values = new LinkedHashSet<>();
        events.stream().filter(names).map(ActorEvent::values).forEach(values::add);
        return values;
    }

    /** First-time steps look at all history; what lies outside the range plays no other part. */
    private List<ActorEvent> eligible(List<ActorEvent> history) {
        List<ActorEvent> eligible = new ArrayList<>();
        for (ActorEvent event : history) {
            int bits = 0;
            for (int step = 0; step < steps; step++) {
                int number = step;
                boolean isFirst =
                        switch (query.steps().get(step).firstTime()) {
                            case NO -> true;
                            case MATCHING -> first(history, other -> other.fills(number)) == event.timestampMillis();
                            case EVER ->
                                first(history, other -> (other.named() & 1 << number) != 0) == event.timestampMillis();
                        };
                bits |= event.fills(step) && isFirst ? 1 << step : 0;
            }
            long at = event.timestampMillis();
            if (at >= query.range().fromMillis() && at <= query.lastMillis()) {
                eligible.add(event.withSteps(bits));
            }
        }
        return eligible;
    }

    private static long first(List<ActorEvent> history, Predicate<ActorEvent> which) {
        return history.stream()
                .filter(which)
                .mapToLong(ActorEvent::timestampMillis)
                .min()
                .orElse(NEVER);
    }

    /** The attempts that reach furthest count, marked ones included; the first clean one of them is the result. */
    private static Optional<long[]> result(List<Attempt> attempts) {
        int furthest = attempts.stream().mapToInt(Attempt::reached).max().orElse(0);
        return attempts.stream()
                .filter(attempt -> attempt.reached() == furthest && !attempt.marked())
                .map(Attempt::times)
                .findFirst();
    }

    private List<Attempt> attempts(List<ActorEvent> events) {
        boolean unordered = query.order() == Order.UNORDERED;
        Set<Long> begins = new TreeSet<>();
        for (ActorEvent event : events) {
            boolean begins1 = unordered ? required.stream().anyMatch(event::fills) : event.fills(0);
            if (begins1 && event.timestampMillis() <= query.range().toMillis()) {
                begins.add(event.timestampMillis());
            }
        }
        return begins.stream()
                .map(begin -> unordered ? collected(events, begin) : chained(events, begin))
                .toList();
    }

    private long end(long begin) {
        return Math.min(begin + query.window().toMillis(), query.lastMillis());
    }

    // Steps in order.

    private Attempt chained(List<ActorEvent> events, long begin) {
        long[] times = new long[steps];
        Arrays.fill(times, NEVER);
        List<long[]> ways = new ArrayList<>();
        extend(events, begin, 0, begin, times, new HashSet<>(), ways);
        long[] best = ways.get(0);
        for (long[] way : ways) {
            if (better(way, best)) {
                best = way;
            }
        }
        return new Attempt(begin, best, reached(best), marked(events, best, begin));
    }

    private void extend(
            List<ActorEvent> events,
            long begin,
            int step,
            long notBefore,
            long[] times,
            Set<Integer> used,
            List<long[]> ways) {
        if (step > 0 && (query.order() == Order.ORDERED || isUnbroken(events, times))) {
            ways.add(times.clone());
        }
        if (step == steps) {
            return;
        }
        if (query.steps().get(step).optional()) {
            extend(events, begin, step + 1, notBefore, times, used, ways);
        }
        for (int i = 0; i < events.size(); i++) {
            long at = events.get(i).timestampMillis();
            boolean inTime = step == 0 ? at == begin : at >= notBefore && at <= end(begin);
            if (inTime && events.get(i).fills(step) && used.add(i)) {
                times[step] = at;
                extend(events, begin, step + 1, at, times, used, ways);
                times[step] = NEVER;
                used.remove(i);
            }
        }
    }

    /** Strict: between the first and the last event of the chain nothing happens but at the instants of its own events. */
    private static boolean isUnbroken(List<ActorEvent> events, long[] times) {
        Set<Long> instants = new TreeSet<>();
        Arrays.stream(times).filter(time -> time != NEVER).forEach(instants::add);
        long last = instants.stream().mapToLong(Long::longValue).max().orElseThrow();
        return events.stream()
                .map(ActorEvent::timestampMillis)
                .allMatch(at -> at <= times[0] || at >= last || instants.contains(at));
    }

    /** Furthest, then earliest; then optional steps done rather than not, and early. */
    private boolean better(long[] one, long[] other) {
        if (reached(one) != reached(other)) {
            return reached(one) > reached(other);
        }
        for (int step : required) {
            if (one[step] != other[step]) {
                return one[step] < other[step];
            }
        }
        for (int step = 0; step < steps; step++) {
            if (one[step] != other[step]) {
                return other[step] == NEVER || one[step] != NEVER && one[step] < other[step];
            }
        }
        return false;
    }

    private int reached(long[] times) {
        return (int) required.stream().filter(step -> times[step] != NEVER).count();
    }

    private boolean marked(List<ActorEvent> events, long[] times, long begin) {
        Set<Long> stepInstants = new HashSet<>();
        required.forEach(step -> stepInstants.add(times[step]));
        for (int number = 0; number < query.exclusions().size(); number++) {
            int bit = 1 << number;
            long after = times[query.exclusions().get(number).fromStep()];
            long last = times[query.exclusions().get(number).toStep()];
            if (after != NEVER
                    && events.stream()
                            .filter(event -> (event.exclusions() & bit) != 0)
                            .map(ActorEvent::timestampMillis)
                            .anyMatch(at -> at > after
                                    && (last == NEVER ? at <= end(begin) : at < last)
                                    && !stepInstants.contains(at))) {
                return true;
            }
        }
        return false;
    }

    // Steps in any order.

    private Attempt collected(List<ActorEvent> events, long begin) {
        List<ActorEvent> inside = events.stream()
                .filter(event -> event.timestampMillis() >= begin && event.timestampMillis() <= end(begin))
                .toList();
        long[] times = new long[steps];
        Arrays.fill(times, NEVER);
        TreeMap<Long, Integer> completed = new TreeMap<>();
        for (ActorEvent event : inside) {
            long at = event.timestampMillis();
            completed.put(
                    at,
                    most(
                            inside.stream()
                                    .filter(other -> other.timestampMillis() <= at)
                                    .toList(),
                            required));
        }
        for (int i = 0; i < required.size(); i++) {
            int wanted = i + 1;
            times[required.get(i)] = completed.entrySet().stream()
                    .filter(entry -> entry.getValue() >= wanted)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(NEVER);
        }
        long done = times[required.get(required.size() - 1)];
        int known = (1 << query.exclusions().size()) - 1;
        boolean discarded = inside.stream()
                .filter(event -> (event.exclusions() & known) != 0)
                .map(ActorEvent::timestampMillis)
                .anyMatch(at ->
                        (done == NEVER || at < done) && Arrays.stream(times).noneMatch(time -> time == at));
        if (discarded) {
            Arrays.fill(times, NEVER);
            times[0] = begin;
        } else {
            List<Integer> together = new ArrayList<>(required);
            for (int step = 0; step < steps; step++) {
                if (query.steps().get(step).optional()) {
                    List<Integer> more = new ArrayList<>(together);
                    more.add(step);
                    if (most(inside, more) > most(inside, together)) {
                        together = more;
                        times[step] = begin;
                    }
                }
            }
        }
        return new Attempt(begin, times, reached(times), false);
    }

    /** How many of these steps can be filled, each by an event of its own. */
    private static int most(List<ActorEvent> events, List<Integer> wanted) {
        if (wanted.isEmpty()) {
            return 0;
        }
        List<Integer> rest = wanted.subList(1, wanted.size());
        int best = most(events, rest);
        for (ActorEvent event : events) {
            if (event.fills(wanted.get(0))) {
                List<ActorEvent> left = new ArrayList<>(events);
                removeThis(left, event);
                best = Math.max(best, 1 + most(left, rest));
            }
        }
        return best;
    }

    private static void removeThis(List<ActorEvent> events, ActorEvent event) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) == event) {
                events.remove(i);
                return;
            }
        }
    }
}
