package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how far one actor came in an ordered funnel. Every instant with a step-1 event begins an attempt; the attempt
 * takes for each further step the earliest event that is left, which also reaches furthest. Of the attempts that reach
 * furthest the first one is the result, unless an exclusion marks it; if all of them are marked there is none. Pure and
 * thread-safe.
 */
final class FunnelEngine {

    private final FunnelQuery query;
    private final int[] required;
    private final long windowMillis;

    FunnelEngine(FunnelQuery query) {
        this.query = query;
        this.required = query.required();
        this.windowMillis = query.window().toMillis();
    }

    /** @param events the actor's events in order of time, from {@link #eligible} */
    Optional<Reached> run(List<ActorEvent> events) {
        Timeline timeline =
                new Timeline(events, query.steps().size(), query.exclusions().size());
        int furthest = 0;
        long @Nullable [] best = null;
        for (int entry = nextEntry(timeline, 0); entry != Timeline.NONE; entry = nextEntry(timeline, entry + 1)) {
            long[] times = attempt(timeline, entry);
            int reached = reached(times);
            if (reached < furthest) {
                continue;
            }
            boolean clean = !isMarked(timeline, times);
            if (reached > furthest) {
                furthest = reached;
                best = clean ? times : null;
            } else if (best == null && clean) {
                best = times;
            }
            if (furthest == required.length && best != null) {
                break;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        addOptionalSteps(timeline, best);
        return Optional.of(Reached.of(best));
    }

    /**
     * The events that can matter: first-time steps keep the actor's first event of all its history only, then what lies
     * outside the range is left out.
     */
    List<ActorEvent> eligible(List<ActorEvent> history) {
        int firstTimeOnly = 0;
        long[] firsts = new long[query.steps().size()];
        Arrays.fill(firsts, Long.MAX_VALUE);
        for (int step = 0; step < firsts.length; step++) {
            FunnelStep.FirstTime firstTime = query.steps().get(step).firstTime();
            if (firstTime == FunnelStep.FirstTime.NO) {
                continue;
            }
            firstTimeOnly |= 1 << step;
            for (ActorEvent event : history) {
                int bits = firstTime == FunnelStep.FirstTime.EVER ? event.named() : event.steps();
                if ((bits & 1 << step) != 0) {
                    firsts[step] = Math.min(firsts[step], event.timestampMillis());
                }
            }
        }
        List<ActorEvent> eligible = new ArrayList<>();
        for (ActorEvent event : history) {
            long at = event.timestampMillis();
            if (at < query.range().fromMillis() || at > query.lastMillis()) {
                continue;
            }
            int steps = event.steps();
            for (int step = 0; step < firsts.length; step++) {
                if ((firstTimeOnly & 1 << step) != 0 && at != firsts[step]) {
                    steps &= ~(1 << step);
                }
            }
            eligible.add(event.withSteps(steps));
        }
        return eligible;
    }

    private int nextEntry(Timeline timeline, int from) {
        int entry = timeline.nextOfStep(0, from);
        boolean inRange = entry != Timeline.NONE
                && timeline.millis(entry) <= query.range().toMillis();
        return inRange ? entry : Timeline.NONE;
    }

    private long[] attempt(Timeline timeline, int entry) {
        long[] times = new long[query.steps().size()];
        Arrays.fill(times, Reached.NEVER);
        long end = end(timeline.millis(entry));
        int filled = 0;
        int instant = entry;
        while (filled < required.length) {
            instant = timeline.nextOfStep(required[filled], instant);
            if (instant == Timeline.NONE || timeline.millis(instant) > end) {
                break;
            }
            Matching matching = new Matching(timeline.at(instant));
            while (filled < required.length && matching.add(required[filled])) {
                times[required[filled]] = timeline.millis(instant);
                filled++;
            }
            instant++;
        }
        return times;
    }

    private long end(long entryMillis) {
        return Math.min(entryMillis + windowMillis, query.lastMillis());
    }

    private int reached(long[] times) {
        int count = 0;
        while (count < required.length && times[required[count]] != Reached.NEVER) {
            count++;
        }
        return count;
    }

    private boolean isMarked(Timeline timeline, long[] times) {
        for (int i = 0; i < query.exclusions().size(); i++) {
            Exclusion exclusion = query.exclusions().get(i);
            long after = times[exclusion.fromStep()];
            if (after == Reached.NEVER) {
                continue;
            }
            long last = times[exclusion.toStep()];
            long before = last == Reached.NEVER ? end(times[0]) + 1 : last;
            int instant = timeline.nextOfExclusion(i, timeline.find(after));
            while (instant != Timeline.NONE && timeline.millis(instant) < before) {
                if (!isStepTime(times, timeline.millis(instant))) {
                    return true;
                }
                instant = timeline.nextOfExclusion(i, instant + 1);
            }
        }
        return false;
    }

    private static boolean isStepTime(long[] times, long millis) {
        return Arrays.stream(times).anyMatch(time -> time == millis);
    }

    /** Optional steps take, in their order, the earliest event between the required ones that those leave free. */
    private void addOptionalSteps(Timeline timeline, long[] times) {
        long from = times[0];
        for (int step = 1; step < times.length; step++) {
            if (!query.steps().get(step).optional()) {
                if (times[step] == Reached.NEVER) {
                    // What comes after a required step that was not reached cannot have been done.
                    return;
                }
                from = times[step];
                continue;
            }
            long to = nextRequired(times, step);
            int instant = timeline.nextOfStep(step, timeline.find(from));
            while (instant != Timeline.NONE && timeline.millis(instant) <= to) {
                if (fits(timeline, instant, times, step)) {
                    times[step] = timeline.millis(instant);
                    from = times[step];
                    break;
                }
                instant = timeline.nextOfStep(step, instant + 1);
            }
        }
    }

    private long nextRequired(long[] times, int step) {
        for (int later : required) {
            if (later > step && times[later] != Reached.NEVER) {
                return times[later];
            }
        }
        return end(times[0]);
    }

    private static boolean fits(Timeline timeline, int instant, long[] times, int step) {
        Matching matching = new Matching(timeline.at(instant));
        for (int other = 0; other < times.length; other++) {
            if (times[other] == timeline.millis(instant)) {
                matching.add(other);
            }
        }
        return matching.add(step);
    }
}
