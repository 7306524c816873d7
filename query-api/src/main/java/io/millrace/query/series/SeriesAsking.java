package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.group.Bins;
import io.millrace.query.group.Grouping;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import io.millrace.query.time.TimeRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements of one question in one workspace, in their order. Used by one thread. */
final class SeriesAsking {

    /** How many rows may be read to guess the groups; ClickHouse stops there. */
    private static final String SAMPLED_ROWS = "1000000";

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;
    private final SeriesQuery query;
    private final Scope scope;
    private Optional<Identities> known = Optional.empty();

    SeriesAsking(
            ClickHouseClient client,
            Map<String, String> bounds,
            IdentityStore identities,
            SeriesQuery query,
            Scope scope) {
        this.client = client;
        this.bounds = bounds;
        this.identities = identities;
        this.query = query;
        this.scope = scope;
    }

    /** A series over the range that was asked for, with what it was grouped by. */
    record Shown(SeriesItem item, Optional<Bins> bins, KeptGroups kept, Series series) {}

    List<Shown> shown() {
        Optional<Bins> bins = bins();
        if (query.grouping().isNone()) {
            return query.items().stream()
                    .map(item -> shown(item, bins, KeptGroups.NONE))
                    .toList();
        }
        if (query.formula().isPresent()) {
            List<KeptGroups> kept = largest(bins);
            List<Shown> shown = new ArrayList<>();
            for (int i = 0; i < kept.size(); i++) {
                shown.add(shown(query.items().get(i), bins, kept.get(i)));
            }
            return shown;
        }
        return query.items().stream()
                .map(item -> guessed(item, bins).orElseGet(() -> shown(item, bins, largest(item, bins))))
                .toList();
    }

    /** The same groups in an earlier range. */
    Series earlier(Shown shown, TimeRange range) {
        return numbers(shown.item(), range, shown.kept(), shown.bins())
                .series(range, shown.kept(), shown.bins(), shown.series().groups());
    }

    private Shown shown(SeriesItem item, Optional<Bins> bins, KeptGroups kept) {
        SeriesNumbers numbers = numbers(item, query.range(), kept, bins);
        return new Shown(item, bins, kept, numbers.series(query.range(), kept, bins, List.of()));
    }

    /**
     * By few groups, which is the rule, one reading of all events will do: a glance at some of them finds the groups, and
     * if afterwards nothing is left over, they were all. Empty if they were not.
     */
    private Optional<Shown> guessed(SeriesItem item, Optional<Bins> bins) {
        Map<String, String> glance = new HashMap<>(bounds);
        glance.put("max_rows_to_read", SAMPLED_ROWS);
        glance.put("read_overflow_mode", "break");
        KeptGroups some =
                KeptGroups.unsized(client.rows(sql(item).someGroups(places(item, query.range()), bins), glance));
        if (some.groups().size() > query.grouping().limit()) {
            return Optional.empty();
        }
        SeriesNumbers numbers = numbers(item, query.range(), some, bins);
        if (!numbers.complete()) {
            return Optional.empty();
        }
        return Optional.of(new Shown(
                item,
                bins,
                some.sized(numbers.totals(), bins),
                numbers.series(query.range(), some, bins, List.of()).ordered()));
    }

    private SeriesNumbers numbers(SeriesItem item, TimeRange range, KeptGroups kept, Optional<Bins> bins) {
        Measure measure = item.measure();
        Places places = places(item, range);
        SeriesNumbers numbers = new SeriesNumbers(places, measure, query.grouping());
        if (measure.kind().rolling()) {
            numbers.takeChanges(client.rows(sql(item).changes(places, kept, bins), bounds));
            return numbers;
        }
        boolean firstSeen = query.cumulative() && measure.kind() == Measure.Kind.UNIQUE_CONTACTS;
        List<JsonNode> rows = client.rows(sql(item).measured(places, kept, bins), bounds);
        numbers.takeTotals(rows);
        numbers.takeBuckets(firstSeen ? client.rows(sql(item).firstSeen(places, kept, bins), bounds) : rows);
        if (query.cumulative()) {
            numbers.cumulate();
        }
        return numbers;
    }

    /** The groups that are shown, for each series: its own largest ones, or those by a formula's value. */
    List<KeptGroups> largest(Optional<Bins> bins) {
        List<KeptGroups> found =
                query.items().stream().map(item -> largest(item, bins)).toList();
        return query.formula()
                .map(formula ->
                        KeptGroups.joint(found, formula, query.grouping().limit(), bins))
                .orElse(found);
    }

    private KeptGroups largest(SeriesItem item, Optional<Bins> bins) {
        int limit = query.formula().isPresent()
                ? KeptGroups.JOINT_MAX + 1
                : query.grouping().limit();
        return KeptGroups.of(
                client.rows(sql(item).largest(places(item, query.range()), bins, limit), bounds), item.measure());
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

    private Places places(SeriesItem item, TimeRange range) {
        return Places.of(item.measure(), range, query.interval());
    }

    /** Whose the events are is looked up only where it matters. */
    private SeriesSql sql(SeriesItem item) {
        return query.needsContacts(item) ? contacts(item) : sql(item, Identities.NONE);
    }

    /** A statement that names contacts, whatever is measured. */
    SeriesSql contacts(SeriesItem item) {
        if (known.isEmpty()) {
            known = Optional.of(identities.of(scope.workspace()));
        }
        return sql(item, known.get());
    }

    private SeriesSql sql(SeriesItem item, Identities whose) {
        return new SeriesSql(query, item, scope.workspace(), scope.now(), whose);
    }
}
