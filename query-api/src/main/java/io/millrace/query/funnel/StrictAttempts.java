package io.millrace.query.funnel;

import java.util.HashMap;
import java.util.Map;

/**
 * Any other event breaks the chain: every instant after the first must fill a step, until the chain ends. What else
 * happens at such an instant breaks nothing. Where an instant can be used in several ways, all are tried, each state of
 * the chain (instant, step filled last) once.
 */
final class StrictAttempts extends ChainedAttempts {

    private final Map<Long, long[]> known = new HashMap<>();
    private long endMillis;

    StrictAttempts(FunnelQuery query) {
        super(query);
    }

    @Override
    int make(int entry, long[] times) {
        known.clear();
        endMillis = end(timeline.millis(entry));
        long[] best = filledAt(entry, 0, 1);
        System.arraycopy(best, 0, times, 0, times.length);
        best[0] = timeline.millis(entry);
        times[0] = timeline.millis(entry);
        return reached(times);
    }

    /** Nothing to add: they are links of the chain. */
    @Override
    void addOptionalSteps(long[] times) {}

    /** The best that can follow once this step was the last to be filled, before this instant. */
    private long[] after(int instant, int last) {
        if (instant == timeline.size() || timeline.millis(instant) > endMillis) {
            return nothing();
        }
        long state = (long) instant << Integer.SIZE | last;
        long[] found = known.get(state);
        if (found == null) {
            found = further(instant, last, 0, nothing());
            known.put(state, found);
        }
        return found;
    }

    /** The best that can follow once these steps are filled at this instant, the last of them being the chain's. */
    private long[] filledAt(int instant, int last, int filled) {
        return further(instant, last, filled, after(instant + 1, last));
    }

    /** The best of what is given and of filling a further step, or several, at this instant. */
    private long[] further(int instant, int last, int filled, long[] given) {
        long[] best = given;
        for (int step = last + 1; step < query.steps().size(); step++) {
            int together = filled | 1 << step;
            if ((timeline.stepBits(instant) & 1 << step) != 0 && Matching.fills(timeline, instant, together)) {
                long[] way = filledAt(instant, step, together).clone();
                way[step] = timeline.millis(instant);
                best = better(way, best) ? way : best;
            }
            if (!query.steps().get(step).optional()) {
                break;
            }
        }
        return best;
    }

    private long[] nothing() {
        long[] times = new long[query.steps().size()];
        clear(times);
        return times;
    }

    /** Further, then earlier; then optional steps done rather than not, and early. */
    private boolean better(long[] one, long[] other) {
        int difference = reached(one) - reached(other);
        if (difference != 0) {
            return difference > 0;
        }
        for (int step : required) {
            if (one[step] != other[step]) {
                return one[step] < other[step];
            }
        }
        for (int step = 0; step < one.length; step++) {
            if (one[step] != other[step]) {
                return other[step] == NEVER || one[step] != NEVER && one[step] < other[step];
            }
        }
        return false;
    }

    private int reached(long[] times) {
        int count = 0;
        for (int step : required) {
            count += times[step] != NEVER ? 1 : 0;
        }
        return count;
    }
}
