package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupSql;
import io.millrace.query.identity.ContactNumbers;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import io.millrace.query.time.Buckets;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Streams each actor's events of a {@link FunnelQuery} out of ClickHouse and judges them. Thread-safe. */
public final class FunnelStore {

    private static final String SPILL = "max_bytes_before_external_group_by";
    private static final String MEMORY = "max_memory_usage";
    private static final long SPILL_SHARE = 4;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public FunnelStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    /** The steps of a funnel. */
    public FunnelAnswer answer(FunnelQuery query, String workspace, Instant now) {
        return answer(query, FunnelView.steps(query), new Scope(workspace, now));
    }

    FunnelAnswer answer(FunnelQuery query, FunnelView view, Scope scope) {
        Optional<EntryBuckets> buckets = buckets(query, view);
        int count = buckets.map(EntryBuckets::count).orElse(0);
        Tally overall = new Tally(query, view, count);
        List<FunnelAnswer.Group> groups = new ArrayList<>();
        for (GroupOutcomes.Group group : judge(query, view, scope, false, overall::add)) {
            Tally tally = new Tally(query, view, count);
            group.outcomes().forEach(tally::add);
            groups.add(new FunnelAnswer.Group(group.key(), group.total(), tally));
        }
        return new FunnelAnswer(query, view, buckets, overall, groups);
    }

    /** The contacts behind one number of the answer: ascending, each once. */
    List<BigInteger> contacts(FunnelQuery query, FunnelView view, FunnelPlace place, Scope scope) {
        List<Outcome> all = new ArrayList<>();
        List<GroupOutcomes.Group> groups = judge(query, view, scope, true, all::add);
        List<Outcome> members = place.group().isEmpty()
                ? all
                : groups.stream()
                        .filter(group -> place.group().get().names(group.key()))
                        .findFirst()
                        .map(GroupOutcomes.Group::outcomes)
                        .orElse(List.of());
        TimeBins bins = TimeBins.of(
                stretch(query, view, all),
                groups.stream()
                        .map(group -> stretch(query, view, group.outcomes()))
                        .toList(),
                view.bins());
        ContactNumbers contacts = new ContactNumbers();
        for (Outcome member : members) {
            if (place.holds(member, query, view, bins)) {
                for (int i = 0; i < member.contacts().length; i += 2) {
                    contacts.add(member.contacts()[i], member.contacts()[i + 1]);
                }
            }
        }
        return contacts.sorted();
    }

    private static Durations stretch(FunnelQuery query, FunnelView view, List<Outcome> outcomes) {
        Tally tally = new Tally(
                query, view, buckets(query, view).map(EntryBuckets::count).orElse(0));
        outcomes.forEach(tally::add);
        return tally.stretch();
    }

    private List<GroupOutcomes.Group> judge(
            FunnelQuery query, FunnelView view, Scope scope, boolean contacts, Consumer<Outcome> overall) {
        Identities known = identities.of(scope.workspace());
        Optional<Bins> bins = bins(query, scope, known);
        RowLayout layout = RowLayout.of(query, contacts);
        GroupOutcomes groups = new GroupOutcomes(query);
        Judge judge = new Judge(query, view, layout.touched(), buckets(query, view), overall, groups);
        FunnelSql sql = sql(query, scope, known);
        ActorRows rows = new ActorRows(layout, sql.first());
        client.read(sql.rows(layout, bins), "RowBinary", settings(), Map.of(), in -> {
            rows.read(in, judge);
            return judge;
        });
        return groups.groups(values -> GroupSql.key(values, bins));
    }

    /** A quarter of a statement's memory for the events of the actors, then they go to disk. */
    private Map<String, String> settings() {
        String memory = bounds.get(MEMORY);
        if (memory == null) {
            return bounds;
        }
        Map<String, String> settings = new HashMap<>(bounds);
        settings.put(SPILL, Long.toString(Long.parseLong(memory) / SPILL_SHARE));
        return settings;
    }

    private static Optional<EntryBuckets> buckets(FunnelQuery query, FunnelView view) {
        return view.kind() == FunnelView.Kind.TREND
                ? Optional.of(new EntryBuckets(Buckets.of(query.range(), view.interval())))
                : Optional.empty();
    }

    private static FunnelSql sql(FunnelQuery query, Scope scope, Identities known) {
        return new FunnelSql(query, scope.workspace(), scope.now(), known);
    }

    private Optional<Bins> bins(FunnelQuery query, Scope scope, Identities known) {
        if (!query.grouping().binned()) {
            return Optional.empty();
        }
        JsonNode extent = client.rows(sql(query, scope, known).extent(), bounds).get(0);
        if (extent.path("least").isNull()) {
            return Optional.empty();
        }
        return Optional.of(Bins.between(
                new BigDecimal(extent.path("least").asText()),
                new BigDecimal(extent.path("greatest").asText()),
                query.grouping().bins()));
    }
}
