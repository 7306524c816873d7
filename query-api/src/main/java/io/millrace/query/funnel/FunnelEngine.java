package io.millrace.query.funnel;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides how far one actor came. Of the attempts that reach furthest the first one is the result, unless an exclusion
 * marks it; if all of them are marked there is none. Pure; used again for one actor after the other, by one thread.
 */
final class FunnelEngine {

    private final FunnelQuery query;
    private final Attempts attempts;
    private final long[] times;
    private final long[] firsts;

    FunnelEngine(FunnelQuery query) {
        this.query = query;
        this.attempts = Attempts.of(query);
        this.times = new long[query.steps().size()];
        this.firsts = new long[query.steps().size()];
    }

    /** Takes what is found of the attempts that began in one bucket. */
    interface BucketReceiver {
        void bucket(int bucket, long[] times);
    }

    /**
     * When an actor did each step.
     *
     * @param events from {@link #eligible}
     * @return a moment or {@link Attempts#NEVER} for each step; null if it is in none
     */
    long @Nullable [] run(History events) {
        attempts.timeline.read(events);
        Best best = new Best();
        for (int entry = attempts.nextEntry(0); entry != Timeline.NONE; entry = attempts.nextEntry(entry + 1)) {
            best.offer(attempts.make(entry, times));
            if (best.isFinal()) {
                break;
            }
        }
        return best.result();
    }

    /** The same for each entry bucket by itself. */
    void runByBucket(History events, EntryBuckets buckets, BucketReceiver receiver) {
        attempts.timeline.read(events);
        Map<Integer, Best> found = new TreeMap<>();
        for (int entry = attempts.nextEntry(0); entry != Timeline.NONE; entry = attempts.nextEntry(entry + 1)) {
            Best best = found.computeIfAbsent(buckets.of(attempts.timeline.millis(entry)), unused -> new Best());
            if (!best.isFinal()) {
                best.offer(attempts.make(entry, times));
            }
        }
        found.forEach((bucket, best) -> {
            long[] result = best.result();
            if (result != null) {
                receiver.bucket(bucket, result);
            }
        });
    }

    /**
     * Copies the events that can matter: first-time steps keep the actor's first event of all its history only, then what
     * lies outside the range is left out.
     */
    void eligible(History history, History eligible) {
        int firstTimeOnly = findFirsts(history);
        eligible.clear();
        for (int event = 0; event < history.size(); event++) {
            long at = history.at(event);
            if (at < query.range().fromMillis() || at > query.lastMillis()) {
                continue;
            }
            int steps = history.steps(event);
            for (int left = steps & firstTimeOnly; left != 0; left &= left - 1) {
                int step = Integer.numberOfTrailingZeros(left);
                steps &= at == firsts[step] ? -1 : ~(1 << step);
            }
            eligible.copy(history, event, steps);
        }
    }

    private int findFirsts(History history) {
        int firstTimeOnly = 0;
        Arrays.fill(firsts, Long.MAX_VALUE);
        for (int step = 0; step < firsts.length; step++) {
            FunnelStep.FirstTime firstTime = query.steps().get(step).firstTime();
            if (firstTime == FunnelStep.FirstTime.NO) {
                continue;
            }
            firstTimeOnly |= 1 << step;
            for (int event = 0; event < history.size(); event++) {
                int bits = firstTime == FunnelStep.FirstTime.EVER ? history.named(event) : history.steps(event);
                if ((bits & 1 << step) != 0) {
                    firsts[step] = history.at(event);
                    break;
                }
            }
        }
        return firstTimeOnly;
    }

    /** The first clean attempt among those that reach furthest. */
    private final class Best {
        private int furthest;
        private long @Nullable [] clean;

        /** An attempt whose times stand in {@link #times}. */
        void offer(int reached) {
            if (reached < furthest || reached == furthest && clean != null) {
                return;
            }
            furthest = reached;
            clean = attempts.isMarked(times) ? null : times.clone();
        }

        boolean isFinal() {
            return furthest == attempts.required.length && clean != null;
        }

        long @Nullable [] result() {
            if (clean != null) {
                attempts.addOptionalSteps(clean);
            }
            return clean;
        }
    }
}
