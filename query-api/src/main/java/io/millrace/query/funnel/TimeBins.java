package io.millrace.query.funnel;

import java.util.List;
import java.util.stream.Stream;

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

    /**
     * The bins that all tables of an answer share.
     *
     * @param groups the groups' own times: where a group fills a step with its own events only, a contact may need
     *     more or less time in it, and may convert there alone
     * @param asked how many, 0 for as many as suit the number of times
     */
    static TimeBins of(Durations overall, List<Durations> groups, int asked) {
        List<Durations> shown = Stream.concat(Stream.of(overall), groups.stream())
                .filter(times -> times.count() > 0)
                .toList();
        if (shown.isEmpty()) {
            return new TimeBins(0, WIDTH_OF_NOTHING, 0);
        }
        long fastest = shown.stream().mapToLong(Durations::shortest).min().orElseThrow();
        long slowest = shown.stream().mapToLong(Durations::longest).max().orElseThrow();
        int parts = asked > 0 ? asked : automatic(overall.count());
        long part = parts * SECOND;
        long seconds = (slowest - fastest + part - 1) / part;
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
