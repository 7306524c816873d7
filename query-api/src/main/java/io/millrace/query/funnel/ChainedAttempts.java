package io.millrace.query.funnel;

/** Attempts whose steps follow one another. An exclusion marks the attempt in which it happens. */
abstract class ChainedAttempts extends Attempts {

    ChainedAttempts(FunnelQuery query) {
        super(query);
    }

    @Override
    final int entrySteps() {
        return 1;
    }

    @Override
    final boolean isMarked(long[] times) {
        for (int i = 0; i < query.exclusions().size(); i++) {
            Exclusion exclusion = query.exclusions().get(i);
            long after = times[exclusion.fromStep()];
            if (after == NEVER) {
                continue;
            }
            long last = times[exclusion.toStep()];
            long before = last == NEVER ? end(times[0]) + 1 : last;
            int instant = timeline.nextOfExclusion(i, timeline.find(after));
            while (instant != Timeline.NONE && timeline.millis(instant) < before) {
                if (!isTimeOfRequired(times, timeline.millis(instant))) {
                    return true;
                }
                instant = timeline.nextOfExclusion(i, instant + 1);
            }
        }
        return false;
    }
}
