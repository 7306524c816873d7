package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupKey;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.TimeRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers what ClickHouse answers about one series over one range. Used by one thread. */
final class SeriesNumbers {

    private final Places places;
    private final Measure measure;
    private final Grouping grouping;
    private final Map<Integer, BigDecimal[]> buckets = new TreeMap<>();
    private final Map<Integer, BigDecimal> totals = new TreeMap<>();
    private BigDecimal total = BigDecimal.ZERO;

    SeriesNumbers(Places places, Measure measure, Grouping grouping) {
        this.places = places;
        this.measure = measure;
        this.grouping = grouping;
    }

    /** Rows of {@link SeriesSql#measured}: what is said of groups and of all. */
    void takeTotals(List<JsonNode> rows) {
        for (JsonNode row : rows) {
            int group = row.path("group_number").asInt();
            BigDecimal value = measure.value(row);
            if (measure.additive()) {
                totals.merge(group, value, BigDecimal::add);
                total = total.add(value);
            } else if (row.path("all_groups").asInt() == 1) {
                total = value;
            } else if (row.path("all_buckets").asInt() == 1) {
                totals.put(group, value);
            }
        }
        if (grouping.isNone()) {
            totals.put(SeriesSql.ABSENT, total);
        }
    }

    /** Rows of {@link SeriesSql#measured} or {@link SeriesSql#firstSeen}: what is said of buckets. */
    void takeBuckets(List<JsonNode> rows) {
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = places.starts().size() - 1; i >= 0; i--) {
            numbers.put(places.starts().get(i), places.firsts().get(i));
        }
        for (JsonNode row : rows) {
            if (row.path("all_buckets").asInt() == 0 && row.path("all_groups").asInt() == 0) {
                int bucket = numbers.getOrDefault(row.path("bucket").asLong(), 0);
                of(row.path("group_number").asInt())[bucket] = measure.value(row);
            }
        }
    }

    /** Rows of {@link SeriesSql#changes}. */
    void takeChanges(List<JsonNode> rows) {
        BigDecimal[] all = zeros();
        for (JsonNode row : rows) {
            boolean allGroups = row.path("all_groups").asInt() == 1;
            BigDecimal[] changes = allGroups ? all : of(row.path("group_number").asInt());
            int place = row.path("place").asInt();
            if (place < changes.length) {
                changes[place] = changes[place].add(new BigDecimal(row.path("n").asText()));
            }
        }
        cumulate();
        Arrays.parallelPrefix(all, BigDecimal::add);
        total = all[all.length - 1];
        buckets.forEach((group, values) -> totals.put(group, values[values.length - 1]));
        if (grouping.isNone()) {
            totals.put(SeriesSql.ABSENT, total);
        }
    }

    /** Whether every event is in a kept group, or in the one whose fields are all absent. */
    boolean complete() {
        return !totals.containsKey(SeriesSql.REST) && !buckets.containsKey(SeriesSql.REST);
    }

    /** The measure over the whole range by group number. */
    Map<Integer, BigDecimal> totals() {
        return Map.copyOf(totals);
    }

    void cumulate() {
        buckets.values().forEach(values -> Arrays.parallelPrefix(values, BigDecimal::add));
    }

    /** @param beside the groups that are shown in any case, though nothing of theirs lies in the range */
    Series series(TimeRange range, KeptGroups kept, Optional<Bins> bins, List<Series.Group> beside) {
        beside.forEach(group -> {
            if (group.key().isOther()) {
                totals.putIfAbsent(SeriesSql.REST, BigDecimal.ZERO);
            } else if (group.key().isAbsent()) {
                totals.putIfAbsent(SeriesSql.ABSENT, BigDecimal.ZERO);
            }
        });
        List<Series.Group> groups = new ArrayList<>();
        if (grouping.isNone()) {
            groups.add(group(SeriesSql.ABSENT, GroupKey.of(List.of())));
        } else {
            // Every group of the range itself is shown for the earlier range too, so that numbers stand side by side.
            for (int number = 1; number <= kept.groups().size(); number++) {
                groups.add(group(number, kept.key(number, bins)));
            }
            if (totals.containsKey(SeriesSql.ABSENT)) {
                groups.add(group(SeriesSql.ABSENT, absent()));
            }
            if (totals.containsKey(SeriesSql.REST) && grouping.other()) {
                groups.add(group(SeriesSql.REST, GroupKey.OTHER));
            }
        }
        return new Series(range, places.buckets(), groups, total);
    }

    private Series.Group group(int number, GroupKey key) {
        return new Series.Group(
                key, List.of(buckets.getOrDefault(number, zeros())), totals.getOrDefault(number, BigDecimal.ZERO));
    }

    private GroupKey absent() {
        return GroupKey.of(grouping.fields().stream().map(unused -> "").toList());
    }

    private BigDecimal[] of(int group) {
        return buckets.computeIfAbsent(group, unused -> zeros());
    }

    private BigDecimal[] zeros() {
        BigDecimal[] zeros = new BigDecimal[places.buckets().count()];
        Arrays.fill(zeros, BigDecimal.ZERO);
        return zeros;
    }
}
