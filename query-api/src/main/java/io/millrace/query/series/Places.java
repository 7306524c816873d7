package io.millrace.query.series;

import io.millrace.query.time.Buckets;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * In which buckets an event counts. Time is cut into stretches; an event of a stretch counts in the buckets from its first
 * to its last: in one, or where buckets look back, in several.
 *
 * @param buckets those of the range
 * @param starts the stretches' first milliseconds, ascending
 * @param firsts for each stretch the number of the first bucket in which it counts
 * @param lasts for each stretch that of the last one
 * @param fromMillis the first millisecond that is read
 * @param toMillis the last one
 */
record Places(
        Buckets buckets, List<Long> starts, List<Integer> firsts, List<Integer> lasts, long fromMillis, long toMillis) {

    private static final int WEEK_DAYS = 7;
    private static final int MONTH_DAYS = 30;

    Places {
        starts = List.copyOf(starts);
        firsts = List.copyOf(firsts);
        lasts = List.copyOf(lasts);
    }

    static Places of(Measure measure, TimeRange range, Interval interval) {
        Buckets buckets = Buckets.of(range, interval);
        int days = measure.kind() == Measure.Kind.ROLLING_7D_CONTACTS ? WEEK_DAYS : MONTH_DAYS;
        if (!measure.kind().rolling() || !isShorter(interval, days)) {
            return new Places(
                    buckets,
                    buckets.stretchStarts(),
                    buckets.stretchBuckets(),
                    buckets.stretchBuckets(),
                    range.fromMillis(),
                    range.toMillis());
        }
        boolean timeOfDay = interval == Interval.MINUTE || interval == Interval.HOUR;
        return timeOfDay
                ? lookingBack(buckets, range, interval, Duration.ofDays(days))
                : lookingBack(buckets, range, interval, days);
    }

    /** The stretches whose events count in a bucket. */
    List<Long> stretchesOf(int bucket) {
        return starts(i -> firsts.get(i) <= bucket && bucket <= lasts.get(i));
    }

    /** The stretches whose events count in a bucket or in one before it. */
    List<Long> stretchesUpTo(int bucket) {
        return starts(i -> firsts.get(i) <= bucket);
    }

    private List<Long> starts(IntPredicate chosen) {
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            if (chosen.test(i)) {
                found.add(starts.get(i));
            }
        }
        return found;
    }

    /** A bucket as long as the window is not looked back from. */
    private static boolean isShorter(Interval interval, int days) {
        return interval.compareTo(Interval.WEEK) < 0 || (interval == Interval.WEEK && days > WEEK_DAYS);
    }

    /** Local days: a bucket counts those that end with its last day. */
    private static Places lookingBack(Buckets buckets, TimeRange range, Interval interval, int days) {
        int lastDay = interval == Interval.WEEK ? WEEK_DAYS - 1 : 0;
        List<LocalDate> ends = buckets.labels().stream()
                .map(label -> LocalDate.parse(label).plusDays(lastDay))
                .toList();
        TimeRange read = range.startingOn(ends.get(0).minusDays(days - 1L));
        Buckets eachDay = Buckets.of(read, Interval.DAY);
        List<Integer> firsts = new ArrayList<>();
        List<Integer> lasts = new ArrayList<>();
        for (int day : eachDay.stretchBuckets()) {
            LocalDate date = LocalDate.parse(eachDay.labels().get(day));
            firsts.add(count(ends, end -> end.isBefore(date)));
            lasts.add(count(ends, end -> !end.isAfter(date.plusDays(days - 1L))) - 1);
        }
        return new Places(buckets, eachDay.stretchStarts(), firsts, lasts, read.fromMillis(), read.toMillis());
    }

    private static int count(List<LocalDate> ends, java.util.function.Predicate<LocalDate> chosen) {
        int low = 0;
        int high = ends.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chosen.test(ends.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Elapsed time: a bucket counts what happened before its end, and not longer ago. */
    private static Places lookingBack(Buckets buckets, TimeRange range, Interval interval, Duration length) {
        long end = Buckets.endMillis(range, interval);
        List<Long> ends = new ArrayList<>();
        for (int stretch = 1; stretch < buckets.stretchStarts().size(); stretch++) {
            ends.add(buckets.stretchStarts().get(stretch));
        }
        ends.add(end);
        TreeSet<Long> starts = new TreeSet<>();
        for (long each : ends) {
            starts.add(each - length.toMillis());
            starts.add(each);
        }
        starts.remove(end);
        List<Integer> firsts = new ArrayList<>();
        List<Integer> lasts = new ArrayList<>();
        int ended = 0;
        int begun = 0;
        for (long start : starts) {
            while (ended < ends.size() && ends.get(ended) <= start) {
                ended++;
            }
            while (begun < ends.size() && ends.get(begun) - length.toMillis() <= start) {
                begun++;
            }
            firsts.add(ended);
            lasts.add(begun - 1);
        }
        return new Places(
                buckets, List.copyOf(starts), firsts, lasts, ends.get(0) - length.toMillis(), range.toMillis());
    }
}
