package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupChoice;
import io.millrace.query.group.Grouping;
import io.millrace.query.identity.ContactColumn;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import io.millrace.query.time.TimeRange;
import java.math.BigDecimal;
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
        Asking asking = new Asking(query, scope, Identities.NONE);
        Optional<Bins> bins = asking.bins();
        List<KeptGroups> kept = asking.kept(bins);
        List<Series> series = new ArrayList<>();
        List<Series> earlier = new ArrayList<>();
        for (int i = 0; i < query.items().size(); i++) {
            SeriesItem item = query.items().get(i);
            Series shown = asking.series(item, query.range(), kept.get(i), bins, List.of());
            series.add(shown);
            int place = i;
            query.compare()
                    .ifPresent(range -> earlier.add(asking.series(item, range, kept.get(place), bins, shown.groups())));
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
        Asking asking = new Asking(query, scope, identities.of(scope.workspace()));
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
                    asking.kept(bins).get(query.items().indexOf(item)).keys());
        } else if (group.isPresent()) {
            values = group.get().stored(bins, query.grouping());
            if (values.isEmpty()) {
                return List.of();
            }
        }
        return ContactColumn.read(client, asking.sql(item).contacts(places, stretches, values, restOf, bins), bounds);
    }

    /** One question in one workspace. */
    private final class Asking {
        private final SeriesQuery query;
        private final Scope scope;
        private Identities known;

        /** @param known looked up when needed, if none */
        Asking(SeriesQuery query, Scope scope, Identities known) {
            this.query = query;
            this.scope = scope;
            this.known = known;
        }

        SeriesSql sql(SeriesItem item) {
            boolean needed = query.needsContacts(item);
            if (needed && known.equals(Identities.NONE)) {
                known = identities.of(scope.workspace());
            }
            return new SeriesSql(query, item, scope.workspace(), scope.now(), known);
        }

        Optional<Bins> bins() {
            Grouping grouping = query.grouping();
            if (!grouping.binned()) {
                return Optional.empty();
            }
            SeriesItem any = query.items().stream()
                    .filter(query::needsContacts)
                    .findFirst()
                    .orElse(query.items().get(0));
            JsonNode extent = client.rows(sql(any).extent(), bounds).get(0);
            return extent.path("least").isNull()
                    ? Optional.empty()
                    : Optional.of(Bins.between(
                            new BigDecimal(extent.path("least").asText()),
                            new BigDecimal(extent.path("greatest").asText()),
                            grouping.bins()));
        }

        /** The groups that are shown, for each series: its own largest ones, or those by a formula's value. */
        List<KeptGroups> kept(Optional<Bins> bins) {
            Grouping grouping = query.grouping();
            if (grouping.isNone()) {
                return query.items().stream().map(unused -> KeptGroups.NONE).toList();
            }
            boolean joint = query.formula().isPresent();
            List<KeptGroups> found = new ArrayList<>();
            for (SeriesItem item : query.items()) {
                Places places = Places.of(item.measure(), query.range(), query.interval());
                int limit = joint ? KeptGroups.JOINT_MAX + 1 : grouping.limit();
                found.add(KeptGroups.of(client.rows(sql(item).largest(places, bins, limit), bounds), item.measure()));
            }
            return query.formula()
                    .map(formula -> KeptGroups.joint(found, formula, grouping.limit(), bins))
                    .orElse(found);
        }

        /** @param beside the groups that are shown in any case, though nothing of theirs lies in the range */
        Series series(
                SeriesItem item, TimeRange range, KeptGroups kept, Optional<Bins> bins, List<Series.Group> beside) {
            Measure measure = item.measure();
            Places places = Places.of(measure, range, query.interval());
            SeriesNumbers numbers = new SeriesNumbers(places, measure, query.grouping());
            if (measure.kind().rolling()) {
                numbers.takeChanges(client.rows(sql(item).changes(places, kept.keys(), bins), bounds));
            } else {
                boolean firstSeen = query.cumulative() && measure.kind() == Measure.Kind.UNIQUE_CONTACTS;
                List<JsonNode> rows = client.rows(sql(item).measured(places, kept.keys(), bins), bounds);
                numbers.takeTotals(rows);
                numbers.takeBuckets(
                        firstSeen ? client.rows(sql(item).firstSeen(places, kept.keys(), bins), bounds) : rows);
                if (query.cumulative()) {
                    numbers.cumulate();
                }
            }
            return numbers.series(range, kept, bins, beside);
        }
    }
}
