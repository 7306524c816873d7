package io.millrace.query.funnel;

/**
 * The bins of a histogram of times, equally wide, from the fastest on, each without its end. The slowest is in one of
 * them, since there is one more than it takes to reach it.
 *
 * @param count none where nobody converted
 */
record TimeBins(long fastestMillis, long widthMillis, int count) {

    private static final int AUTOMATIC_MAX = 60;
    private static final long SECOND = 1000;
    private static final long WIDTH_OF_NOTHING = 60 * SECOND;

    /** @param asked how many, 0 for as many as suit */
    static TimeBins of(Durations times, int asked) {
        if (times.count() == 0) {
            return new TimeBins(0, WIDTH_OF_NOTHING, 0);
        }
        int parts = asked > 0 ? asked : automatic(times.count());
        long fastest = times.millis(0);
        long part = parts * SECOND;
        long seconds = (times.millis(times.count() - 1) - fastest + part - 1) / part;
        return new TimeBins(fastest, seconds == 0 ? WIDTH_OF_NOTHING : seconds * SECOND, parts + 1);
    }

    /** The smallest number whose cube is at least the count. */
    private static int automatic(int count) {
        int root = 1;
        while (root < AUTOMATIC_MAX && root * root * root < count) {
            root++;
        }
        return root;
    }

    int of(long millis) {
        return (int) ((millis - fastestMillis) / widthMillis);
    }

    long fromMillis(int bin) {
        return fastestMillis + bin * widthMillis;
    }
}
