package io.millrace.query.series;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupChoice;
import io.millrace.query.identity.ContactColumn;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks ClickHouse for the numbers of a {@link SeriesQuery}. Thread-safe. */
public final class SeriesStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public SeriesStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    SeriesAnswer answer(SeriesQuery query, Scope scope) {
        SeriesAsking asking = new SeriesAsking(client, bounds, identities, query, scope);
        List<Series> series = new ArrayList<>();
        List<Series> earlier = new ArrayList<>();
        for (SeriesAsking.Shown shown : asking.shown()) {
            series.add(shown.series());
            query.compare().ifPresent(range -> earlier.add(asking.earlier(shown, range)));
        }
        return SeriesAnswer.of(query, series, earlier);
    }

    /**
     * The contacts behind a number, ascending.
     *
     * @param bucket its number; empty for the whole range
     * @param group empty for all
     */
    List<BigInteger> contacts(
            SeriesQuery query, SeriesItem item, Optional<Integer> bucket, Optional<GroupChoice> group, Scope scope) {
        SeriesAsking asking = new SeriesAsking(client, bounds, identities, query, scope);
        Optional<Bins> bins = group.isPresent() ? asking.bins() : Optional.empty();
        Places places = Places.of(item.measure(), query.range(), query.interval());
        int last = places.buckets().count() - 1;
        boolean upTo = query.cumulative()
                || (bucket.isEmpty() && !item.measure().kind().rolling());
        List<Long> stretches =
                upTo ? places.stretchesUpTo(bucket.orElse(last)) : places.stretchesOf(bucket.orElse(last));
        Optional<List<String>> values = Optional.empty();
        Optional<List<String>> restOf = Optional.empty();
        if (group.isPresent() && group.get().isOther()) {
            restOf = Optional.of(
                    asking.largest(bins).get(query.items().indexOf(item)).keys());
        } else if (group.isPresent()) {
            values = group.get().stored(bins, query.grouping());
            if (values.isEmpty()) {
                return List.of();
            }
        }
        return ContactColumn.read(
                client, asking.contacts(item).contacts(places, stretches, values, restOf, bins), bounds);
    }
}
