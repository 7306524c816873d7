package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupKey;
import io.millrace.query.group.GroupSql;
import io.millrace.query.group.Grouping;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Asks ClickHouse for the numbers of a {@link SeriesQuery}. Thread-safe. */
public final class SeriesStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** A group that is shown, with the text by which ClickHouse knows it. */
    private record Kept(String key, List<String> values) {}

    /** @param bounds the settings that bound each statement in time and memory */
    public SeriesStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    public SeriesAnswer answer(SeriesQuery query, String workspace, Instant now) {
        Identities identities = query.needsContacts() ? this.identities.of(workspace) : Identities.NONE;
        Optional<Bins> bins = bins(query, workspace, now, identities);
        List<Kept> kept = kept(query, workspace, now, identities, bins);
        Series series = series(query, query.range(), workspace, now, identities, bins, kept, List.of());
        Optional<Series> previous = query.compare()
                .map(range -> series(query, range, workspace, now, identities, bins, kept, series.groups()));
        return new SeriesAnswer(query, series, previous);
    }

    private Optional<Bins> bins(SeriesQuery query, String workspace, Instant now, Identities identities) {
        Grouping grouping = query.grouping();
        if (!grouping.binned()) {
            return Optional.empty();
        }
        JsonNode extent = client.rows(new SeriesSql(query, workspace, now, identities).extent(), bounds)
                .get(0);
        if (extent.path("least").isNull()) {
            return Optional.empty();
        }
        return Optional.of(Bins.between(
                new BigDecimal(extent.path("least").asText()),
                new BigDecimal(extent.path("greatest").asText()),
                grouping.bins()));
    }

    private List<Kept> kept(
            SeriesQuery query, String workspace, Instant now, Identities identities, Optional<Bins> bins) {
        if (query.grouping().isNone()) {
            return List.of();
        }
        return client.rows(new SeriesSql(query, workspace, now, identities).largest(bins), bounds).stream()
                .map(row -> new Kept(
                        row.path("group_key").asText(),
                        StreamSupport.stream(row.path("group_values").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()))
                .toList();
    }

    /** @param beside the groups that are shown in any case, though nothing of theirs lies in the range */
    private Series series(
            SeriesQuery query,
            TimeRange range,
            String workspace,
            Instant now,
            Identities identities,
            Optional<Bins> bins,
            List<Kept> kept,
            List<Series.Group> beside) {
        Buckets buckets = Buckets.of(range, query.interval());
        List<String> keys = kept.stream().map(Kept::key).toList();
        List<JsonNode> rows = client.rows(
                new SeriesSql(query, workspace, now, identities).counts(range, buckets, keys, bins), bounds);
        Map<Integer, long[]> counts = new TreeMap<>();
        Map<Integer, Long> totals = new TreeMap<>();
        long total = 0;
        for (JsonNode row : rows) {
            if (row.path("all_groups").asInt() == 1) {
                total = row.path("n").asLong();
            } else if (row.path("all_buckets").asInt() == 1) {
                totals.put(row.path("group_number").asInt(), row.path("n").asLong());
            }
        }
        boolean firstSeen = query.cumulative() && query.measure() == SeriesQuery.Measure.UNIQUE_CONTACTS;
        List<JsonNode> bucketRows = firstSeen
                ? client.rows(
                        new SeriesSql(query, workspace, now, identities).firstSeen(range, buckets, keys, bins), bounds)
                : rows;
        Map<Long, Integer> byStretch = buckets.bucketsByStretch();
        for (JsonNode row : bucketRows) {
            if (row.path("all_buckets").asInt() == 0 && row.path("all_groups").asInt() == 0) {
                int bucket = byStretch.getOrDefault(row.path("bucket").asLong(), 0);
                counts.computeIfAbsent(row.path("group_number").asInt(), unused -> new long[buckets.count()])[bucket] +=
                        row.path("n").asLong();
            }
        }
        beside.forEach(group -> numberOfUnnamed(group.key()).ifPresent(number -> totals.putIfAbsent(number, 0L)));
        return new Series(range, buckets, groups(query, buckets, kept, bins, counts, totals), total);
    }

    private static List<Series.Group> groups(
            SeriesQuery query,
            Buckets buckets,
            List<Kept> kept,
            Optional<Bins> bins,
            Map<Integer, long[]> counts,
            Map<Integer, Long> totals) {
        boolean grouped = !query.grouping().isNone();
        List<Integer> numbers = new ArrayList<>();
        if (grouped) {
            // Every group of the range itself is shown for the earlier range too, so that numbers stand side by side.
            for (int i = 1; i <= kept.size(); i++) {
                numbers.add(i);
            }
            totals.keySet().stream()
                    .filter(number -> number <= SeriesSql.ABSENT)
                    .forEach(numbers::add);
        } else {
            numbers.add(SeriesSql.ABSENT);
        }
        List<Series.Group> groups = new ArrayList<>();
        for (int number : numbers) {
            if (number == SeriesSql.REST && !query.grouping().other()) {
                continue;
            }
            long[] found = counts.getOrDefault(number, new long[buckets.count()]);
            long[] shown = found.clone();
            if (query.cumulative()) {
                Arrays.parallelPrefix(shown, Long::sum);
            }
            groups.add(new Series.Group(
                    key(number, kept, bins, query.grouping()),
                    Arrays.stream(shown).boxed().toList(),
                    totals.getOrDefault(number, 0L)));
        }
        return groups;
    }

    private static Optional<Integer> numberOfUnnamed(GroupKey key) {
        if (key.isOther()) {
            return Optional.of(SeriesSql.REST);
        }
        return key.isAbsent() ? Optional.of(SeriesSql.ABSENT) : Optional.empty();
    }

    private static GroupKey key(int number, List<Kept> kept, Optional<Bins> bins, Grouping grouping) {
        if (number == SeriesSql.REST) {
            return GroupKey.OTHER;
        }
        if (number == SeriesSql.ABSENT) {
            return GroupKey.of(grouping.fields().stream().map(unused -> "").toList());
        }
        return GroupSql.key(kept.get(number - 1).values(), bins);
    }
}
