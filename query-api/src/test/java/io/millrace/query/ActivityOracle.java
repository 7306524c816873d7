package io.millrace.query;

import io.millrace.query.Histories.Happened;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stickiness and lifecycle by looking at every event for every bucket. A bucket is a name that is worked out for each
 * instant by itself: the first local day, or the local hour with its offset. Knows no zone whose days are cut in two.
 */
final class ActivityOracle {

    /** What is asked; the range's ends both count. */
    record Asked(String interval, ZoneId zone, DayOfWeek weekStart, long from, long to, String event, String kind) {}

    private final Asked asked;
    private final Map<Integer, List<Happened>> contacts;
    final List<String> buckets = new ArrayList<>();
    private final String before;

    ActivityOracle(Asked asked, Map<Integer, List<Happened>> contacts) {
        this.asked = asked;
        this.contacts = contacts;
        // Hours begin at quarters of an hour of elapsed time, whatever the zone.
        long quarter = 15 * 60_000;
        for (long at = asked.from; at <= asked.to; at = Math.floorDiv(at, quarter) * quarter + quarter) {
            String name = bucket(at);
            if (buckets.isEmpty() || !buckets.get(buckets.size() - 1).equals(name)) {
                buckets.add(name);
            }
        }
        long at = asked.from;
        while (bucket(at).equals(buckets.get(0))) {
            at = Math.floorDiv(at - 1, quarter) * quarter;
            if (!bucket(at).equals(buckets.get(0))) {
                break;
            }
        }
        this.before = bucket(at);
    }

    private String bucket(long millis) {
        ZonedDateTime local = Instant.ofEpochMilli(millis).atZone(asked.zone);
        LocalDate day = local.toLocalDate();
        return switch (asked.interval) {
            case "hour" -> local.truncatedTo(ChronoUnit.HOURS).toLocalDateTime() + " " + local.getOffset();
            case "day" -> day.toString();
            case "week" ->
                day.with(TemporalAdjusters.previousOrSame(asked.weekStart)).toString();
            case "month" -> day.withDayOfMonth(1).toString();
            case "quarter" ->
                day.withMonth((day.getMonthValue() - 1) / 3 * 3 + 1)
                        .withDayOfMonth(1)
                        .toString();
            default -> throw new IllegalArgumentException(asked.interval);
        };
    }

    private boolean counts(Happened event) {
        boolean kind =
                asked.kind.isEmpty() || asked.kind.equals(event.properties().get("kind"));
        return event.name().equals(asked.event) && kind && event.at() <= asked.to;
    }

    private boolean activeIn(int contact, int bucket) {
        return contacts.getOrDefault(contact, List.of()).stream()
                .anyMatch(event -> counts(event)
                        && (bucket < 0
                                ? event.at() < asked.from && bucket(event.at()).equals(before)
                                : event.at() >= asked.from && bucket(event.at()).equals(buckets.get(bucket))));
    }

    /** Whether the contact did it before the bucket's part of the range. */
    private boolean activeEarlierThan(int contact, int bucket) {
        for (int i = 0; i < bucket; i++) {
            if (activeIn(contact, i)) {
                return true;
            }
        }
        return contacts.getOrDefault(contact, List.of()).stream()
                .anyMatch(event -> counts(event) && event.at() < asked.from);
    }

    /** Who is in a state in a bucket. */
    Set<Integer> inState(String state, int bucket) {
        Set<Integer> found = new TreeSet<>();
        for (int contact : contacts.keySet()) {
            boolean now = activeIn(contact, bucket);
            boolean justBefore = activeIn(contact, bucket - 1);
            boolean earlier = activeEarlierThan(contact, bucket);
            boolean is =
                    switch (state) {
                        case "new" -> now && !earlier;
                        case "returning" -> now && justBefore;
                        case "resurrecting" -> now && !justBefore && earlier;
                        case "dormant" -> !now && justBefore;
                        default -> throw new IllegalArgumentException(state);
                    };
            if (is) {
                found.add(contact);
            }
        }
        return found;
    }

    /** Who is active in so many buckets, or in more. */
    Set<Integer> sticky(int intervals, boolean orMore) {
        Set<Integer> found = new TreeSet<>();
        for (int contact : contacts.keySet()) {
            int active = 0;
            for (int bucket = 0; bucket < buckets.size(); bucket++) {
                active += activeIn(contact, bucket) ? 1 : 0;
            }
            if (orMore ? active >= intervals : active == intervals) {
                found.add(contact);
            }
        }
        return found;
    }
}
