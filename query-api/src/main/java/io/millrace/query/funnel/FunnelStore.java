package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupSql;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams the events of a {@link FunnelQuery} out of ClickHouse by contact and judges each contact. Thread-safe. */
public final class FunnelStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public FunnelStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    public FunnelAnswer answer(FunnelQuery query, String workspace, Instant now) {
        Identities identities = this.identities.of(workspace);
        Optional<Bins> bins = bins(query, workspace, now, identities);
        Judge judge = new Judge(query);
        client.read(new FunnelSql(query, workspace, now, identities).rows(bins), "RowBinary", bounds, Map.of(), in -> {
            ActorRows.read(in, judge);
            return judge;
        });
        List<GroupTallies.Group> groups =
                query.grouping().isNone() ? List.of() : judge.groups.groups(values -> GroupSql.key(values, bins));
        return new FunnelAnswer(query, judge.overall, groups);
    }

    private Optional<Bins> bins(FunnelQuery query, String workspace, Instant now, Identities identities) {
        if (!query.grouping().binned()) {
            return Optional.empty();
        }
        JsonNode extent = client.rows(new FunnelSql(query, workspace, now, identities).extent(), bounds)
                .get(0);
        if (extent.path("least").isNull()) {
            return Optional.empty();
        }
        return Optional.of(Bins.between(
                new BigDecimal(extent.path("least").asText()),
                new BigDecimal(extent.path("greatest").asText()),
                query.grouping().bins()));
    }

    /** Judges one actor after the other. */
    private static final class Judge implements ActorRows.Receiver {
        private final FunnelQuery query;
        private final FunnelEngine engine;
        private final ActorGroups actorGroups;
        private final Tally overall;
        private final GroupTallies groups;
        private long actors;

        Judge(FunnelQuery query) {
            this.query = query;
            this.engine = new FunnelEngine(query);
            this.actorGroups = new ActorGroups(query, engine);
            this.overall = new Tally(query);
            this.groups = new GroupTallies(query);
        }

        @Override
        public void actor(List<ActorEvent> history) {
            List<ActorEvent> events = engine.eligible(history);
            engine.run(events).ifPresent(overall::add);
            if (!query.grouping().isNone()) {
                groups.add(actors, actorGroups.of(events));
            }
            actors++;
        }
    }
}
