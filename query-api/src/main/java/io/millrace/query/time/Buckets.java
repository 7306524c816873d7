package io.millrace.query.time;

import io.millrace.query.request.Problem;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buckets of a range, made in local time. A bucket is usually one stretch of time; where a zone sets its clocks back
 * over midnight a local day is two stretches, so a bucket is found by the stretch in which an instant lies.
 *
 * @param labels one per bucket, in order: the first local day, or for hours and minutes the local time with offset
 * @param stretchStarts where stretches begin, in epoch milliseconds, ascending; the first is the range's start
 * @param stretchBuckets which bucket each stretch belongs to
 */
public record Buckets(List<String> labels, List<Long> stretchStarts, List<Integer> stretchBuckets) {

    public static final int COUNT_MAX = 10_000;

    private static final DateTimeFormatter TIME_LABEL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    public Buckets {
        labels = List.copyOf(labels);
        stretchStarts = List.copyOf(stretchStarts);
        stretchBuckets = List.copyOf(stretchBuckets);
    }

    /** The buckets that a range touches, empty ones too; ends the request if they are too many to show. */
    public static Buckets of(TimeRange range, Interval interval) {
        ZoneRules rules = range.zone().getRules();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Long> starts = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        long at = range.fromMillis();
        while (at <= range.toMillis()) {
            Instant instant = Instant.ofEpochMilli(at);
            ZoneOffset offset = rules.getOffset(instant);
            LocalDateTime start = interval.floor(LocalDateTime.ofInstant(instant, offset), range.weekStart());
            int bucket = numbers.computeIfAbsent(label(interval, start, offset), unused -> numbers.size());
            if (numbers.size() > COUNT_MAX) {
                throw Problem.limitExceeded(
                                "buckets",
                                Integer.toString(COUNT_MAX),
                                "the range has more than " + COUNT_MAX + " buckets; ask for a longer interval")
                        .exception();
            }
            if (owners.isEmpty() || owners.get(owners.size() - 1) != bucket) {
                starts.add(at);
                owners.add(bucket);
            }
            at = nextBoundary(rules, instant, interval.next(start), offset);
        }
        return new Buckets(List.copyOf(numbers.keySet()), starts, owners);
    }

    /** Where the last stretch of a range ends by calendar and clock, which may be after the range; itself outside. */
    public static long endMillis(TimeRange range, Interval interval) {
        ZoneRules rules = range.zone().getRules();
        Instant last = Instant.ofEpochMilli(range.toMillis());
        ZoneOffset offset = rules.getOffset(last);
        LocalDateTime start = interval.floor(LocalDateTime.ofInstant(last, offset), range.weekStart());
        return nextBoundary(rules, last, interval.next(start), offset);
    }

    /** The bucket of the stretch that begins at this instant, as the store reports it. */
    public Map<Long, Integer> bucketsByStretch() {
        Map<Long, Integer> buckets = new LinkedHashMap<>();
        for (int i = 0; i < stretchStarts.size(); i++) {
            buckets.put(stretchStarts.get(i), stretchBuckets.get(i));
        }
        return buckets;
    }

    public int count() {
        return labels.size();
    }

    private static long nextBoundary(ZoneRules rules, Instant at, LocalDateTime nextStart, ZoneOffset offset) {
        long boundary = nextStart.toInstant(offset).toEpochMilli();
        ZoneOffsetTransition transition = rules.nextTransition(at);
        return transition == null
                ? boundary
                : Math.min(boundary, transition.getInstant().toEpochMilli());
    }

    private static String label(Interval interval, LocalDateTime start, ZoneOffset offset) {
        return interval.isTimeOfDay()
                ? TIME_LABEL.format(start.atOffset(offset))
                : start.toLocalDate().toString();
    }
}
