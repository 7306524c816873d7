package io.millrace.query.attribution;

import io.millrace.query.sequence.Sequence;
import java.time.Duration;

/**
 * Shares the credit for one conversion out among its touchpoints, in whole units of which a conversion has {@link #UNIT}.
 * The shares of a conversion always add up to it. Up to 42 touchpoints the shares of all models but time decay are exact;
 * beyond that, and for time decay, a share is right to 15 digits. Pure; used by one thread.
 */
final class Credit {

    /** Five times the least common multiple of 1 to 42, so that fifths of the positions in between divide too. */
    static final long UNIT = 5 * 219_060_189_739_591_200L;

    private final Model model;
    private final double halfLifeMillis;
    private double[] weights = new double[16];

    /** Takes shares by the number of the touchpoint. */
    interface Shares {
        void add(int touch, long units);
    }

    Credit(Model model, Duration halfLife) {
        this.model = model;
        this.halfLifeMillis = halfLife.toMillis();
    }

    /**
     * @param touches in order
     * @param from its first touchpoint that counts
     * @param to behind its last touchpoint that counts, which is behind {@code from}
     */
    void share(Sequence touches, int from, int to, Shares shares) {
        int count = to - from;
        int last = to - 1;
        switch (model) {
            case FIRST_TOUCH -> shares.add(from, UNIT);
            case LAST_TOUCH -> shares.add(last, UNIT);
            case LINEAR -> evenly(from, to, UNIT, shares);
            case POSITION_BASED -> {
                if (count <= 2) {
                    evenly(from, to, UNIT, shares);
                } else {
                    long end = UNIT / 5 * 2;
                    shares.add(from, end);
                    evenly(from + 1, last, UNIT - 2 * end, shares);
                    shares.add(last, end);
                }
            }
            case TIME_DECAY -> byAge(touches, from, to, shares);
        }
    }

    /** What does not divide goes to the last. */
    private static void evenly(int from, int to, long units, Shares shares) {
        long each = units / (to - from);
        for (int touch = from; touch < to - 1; touch++) {
            shares.add(touch, each);
        }
        shares.add(to - 1, units - each * (to - from - 1));
    }

    /** Ages are measured from the newest touchpoint: only their differences matter, and its weight cannot vanish. */
    private void byAge(Sequence touches, int from, int to, Shares shares) {
        if (weights.length < to - from) {
            weights = new double[2 * (to - from)];
        }
        long newest = touches.at(to - 1);
        double sum = 0;
        for (int touch = from; touch < to; touch++) {
            double weight = Math.pow(2, -(newest - touches.at(touch)) / halfLifeMillis);
            weights[touch - from] = weight;
            sum += weight;
        }
        long left = UNIT;
        for (int touch = from; touch < to - 1; touch++) {
            long units = (long) (weights[touch - from] / sum * UNIT);
            shares.add(touch, units);
            left -= units;
        }
        shares.add(to - 1, left);
    }
}
