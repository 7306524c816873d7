package io.millrace.flink.audience.identity;

import org.apache.flink.api.java.tuple.Tuple2;

/** Remembers some of the keys it was given, the latest rather than older ones, in half a mebibyte. Forgets, never errs. */
final class RecentKeys {

    private static final int PLACES = 1 << 15;

    private final long[] highs = new long[PLACES];
    private final long[] lows = new long[PLACES];

    /** Whether the key is remembered; it is from now on. */
    boolean add(Tuple2<Long, Long> key) {
        long high = key.f0;
        long low = key.f1;
        // Keys are hashes; zero and zero stands for a free place, and is never taken for a key.
        int place = (int) (low & (PLACES - 1));
        boolean found = highs[place] == high && lows[place] == low && (high != 0 || low != 0);
        highs[place] = high;
        lows[place] = low;
        return found;
    }
}
