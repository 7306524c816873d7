package io.millrace.query.attribution;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.Symbols;
import io.millrace.query.group.GroupPlace;
import io.millrace.query.identity.ContactNumbers;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Streams each contact's touchpoints and conversions out of ClickHouse, which gathers them into one row per contact, and
 * shares the credit out contact after contact. Thread-safe.
 */
public final class AttributionStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public AttributionStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    AttributionAnswer answer(AttributionQuery query, Scope scope) {
        Identities known = identities.of(scope.workspace());
        Ranking ranking = ranking(query, scope, known);
        List<BigDecimal> credits = Rounding.parts(ranking.credits());
        List<BigDecimal> worths = Rounding.parts(ranking.worths());
        List<AttributionAnswer.Row> rows = new ArrayList<>();
        List<Ranking.Row> shown = ranking.rows();
        for (int i = 0; i < shown.size(); i++) {
            Ranking.Row row = shown.get(i);
            if (!row.key().isOther() || query.dimension().other()) {
                long contacts = row.key().isOther()
                        ? contacts(query, scope, known, ranking::isRest).size()
                        : row.contacts();
                rows.add(new AttributionAnswer.Row(
                        row.key(), row.touchpoints(), contacts, credits.get(i), worths.get(i)));
            }
        }
        return new AttributionAnswer(query, rows, ranking.conversions(), Rounding.whole(ranking.worth()));
    }

    /** The contacts behind one row. */
    List<BigInteger> contacts(AttributionQuery query, GroupPlace place, Scope scope) {
        Identities known = identities.of(scope.workspace());
        if (place.isOther()) {
            return contacts(query, scope, known, ranking(query, scope, known)::isRest);
        }
        return contacts(query, scope, known, stored -> place.names(Dimensions.key(stored, query.dimension())));
    }

    private Ranking ranking(AttributionQuery query, Scope scope, Identities known) {
        Symbols dimensions = new Symbols();
        Tally tally = new Tally(query, dimensions, Dimensions.absent(query.dimension()));
        stream(query, scope, known, dimensions, tally);
        return Ranking.of(query, dimensions, tally);
    }

    private List<BigInteger> contacts(AttributionQuery query, Scope scope, Identities known, Predicate<String> meant) {
        Symbols dimensions = new Symbols();
        ContactNumbers found = new ContactNumbers();
        stream(
                query,
                scope,
                known,
                dimensions,
                new Members(query, dimensions, Dimensions.absent(query.dimension()), meant, found));
        return found.sorted();
    }

    private void stream(
            AttributionQuery query,
            Scope scope,
            Identities known,
            Symbols dimensions,
            AttributionRows.Receiver receiver) {
        Sql sql = new AttributionSql(query, scope.workspace(), scope.now(), known).contacts();
        client.read(sql, "RowBinary", bounds, Map.of(), in -> {
            new AttributionRows(query, dimensions, in).readAll(receiver);
            return receiver;
        });
    }
}
