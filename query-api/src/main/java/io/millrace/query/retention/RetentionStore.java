package io.millrace.query.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupKey;
import io.millrace.query.group.GroupSql;
import io.millrace.query.identity.ContactNumbers;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Streams what counts of each contact out of ClickHouse, which gathers it into one row per contact, and judges contact
 * after contact. Thread-safe.
 */
public final class RetentionStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public RetentionStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    RetentionAnswer answer(RetentionQuery query, Scope scope) {
        Grid grid = Grid.of(query);
        Identities known = identities.of(scope.workspace());
        RetentionQuery ofEverybody = query.ungrouped();
        Counts everybody = new Counts(ofEverybody, grid, Groups.everybody());
        stream(ofEverybody, grid, scope, known, Optional.empty(), true, everybody);
        Table table = Table.of(grid, everybody.of(0), scope.now());
        if (query.grouping().isNone()) {
            return new RetentionAnswer(query, table, List.of());
        }
        Optional<Bins> bins = bins(query, grid, scope, known);
        Groups groups = groups(query, grid, scope, known, bins);
        grid.checkTables(groups.keys().size() + 1);
        Counts counts = new Counts(query, grid, groups);
        stream(query, grid, scope, known, bins, true, counts);
        List<RetentionAnswer.Group> shown = new ArrayList<>();
        for (int group = 0; group < groups.keys().size(); group++) {
            shown.add(
                    new RetentionAnswer.Group(groups.keys().get(group), Table.of(grid, counts.of(group), scope.now())));
        }
        if (query.grouping().other() && Arrays.stream(counts.rest()).anyMatch(count -> count > 0)) {
            shown.add(new RetentionAnswer.Group(GroupKey.OTHER, Table.of(grid, counts.rest(), scope.now())));
        }
        return new RetentionAnswer(query, table, shown);
    }

    /** The contacts behind one cell. */
    List<BigInteger> contacts(RetentionQuery query, RetentionCell cell, Scope scope) {
        Grid grid = Grid.of(query);
        if (!grid.isKnown(cell.cohort(), cell.column(), scope.now())) {
            return List.of();
        }
        Identities known = identities.of(scope.workspace());
        RetentionQuery asked = cell.group().isEmpty() ? query.ungrouped() : query;
        Optional<Bins> bins = bins(asked, grid, scope, known);
        Groups groups = asked.grouping().isNone() ? Groups.everybody() : groups(asked, grid, scope, known, bins);
        ContactNumbers found = new ContactNumbers();
        stream(asked, grid, scope, known, bins, true, new CellMembers(asked, grid, groups, cell, found));
        return found.sorted();
    }

    private Groups groups(RetentionQuery query, Grid grid, Scope scope, Identities known, Optional<Bins> bins) {
        GroupSizes sizes = new GroupSizes(query, grid);
        stream(query, grid, scope, known, bins, false, sizes);
        return Groups.largest(query.grouping(), sizes.sizes(), values -> GroupSql.key(values, bins));
    }

    private Optional<Bins> bins(RetentionQuery query, Grid grid, Scope scope, Identities known) {
        if (!query.grouping().binned()) {
            return Optional.empty();
        }
        JsonNode extent = client.rows(
                        new RetentionSql(query, grid, scope.workspace(), scope.now(), known).extent(), bounds)
                .get(0);
        if (extent.path("least").isNull()) {
            return Optional.empty();
        }
        return Optional.of(Bins.between(
                new BigDecimal(extent.path("least").asText()),
                new BigDecimal(extent.path("greatest").asText()),
                query.grouping().bins()));
    }

    private void stream(
            RetentionQuery query,
            Grid grid,
            Scope scope,
            Identities known,
            Optional<Bins> bins,
            boolean withReturns,
            RetentionRows.Receiver receiver) {
        Sql sql = new RetentionSql(query, grid, scope.workspace(), scope.now(), known).histories(bins, withReturns);
        client.read(sql, "RowBinary", bounds, Map.of(), in -> {
            new RetentionRows(query, grid, in).readAll(receiver);
            return receiver;
        });
    }
}
