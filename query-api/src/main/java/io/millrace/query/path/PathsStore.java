package io.millrace.query.path;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.RowBinaryReader;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.Symbols;
import io.millrace.query.identity.ContactNumbers;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.question.Scope;
import io.millrace.query.sequence.Sequence;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Streams each contact's events out of ClickHouse and walks their sessions, contact after contact. Thread-safe. */
public final class PathsStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** Takes contacts; the events are in order and only valid during the call. */
    private interface Receiver {
        void contact(long high, long low, Sequence events);
    }

    /** @param bounds the settings that bound each statement in time and memory */
    public PathsStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    PathsAnswer answer(PathsQuery query, Scope scope) {
        Symbols names = new Symbols();
        Nodes nodes = new Nodes(names);
        Walk walk = new Walk(query, nodes);
        Edges edges = new Edges();
        int[] contacts = new int[1];
        long[] walked = new long[1];
        stream(query, scope, names, (high, low, events) -> {
            int contact = ++contacts[0];
            boolean[] any = new boolean[1];
            walk.of(events, (step, from, to, millis) -> {
                edges.add(contact, step, from, to, millis);
                any[0] = true;
            });
            walked[0] += any[0] ? 1 : 0;
        });
        List<PathsAnswer.Edge> shown = edges.slots()
                .mapToObj(slot -> new PathsAnswer.Edge(
                        edges.step(slot),
                        nodes.name(edges.from(slot)),
                        nodes.name(edges.to(slot)),
                        edges.contacts(slot),
                        edges.averageSeconds(slot)))
                .sorted(Comparator.comparingLong(PathsAnswer.Edge::contacts)
                        .reversed()
                        .thenComparingInt(PathsAnswer.Edge::step)
                        .thenComparing(PathsAnswer.Edge::from)
                        .thenComparing(PathsAnswer.Edge::to))
                .limit(query.limit())
                .toList();
        return new PathsAnswer(shown, walked[0]);
    }

    /** The contacts who went from one event to the next as so-manieth step. */
    List<BigInteger> contacts(PathsQuery query, int step, String from, String to, Scope scope) {
        Symbols names = new Symbols();
        Nodes nodes = new Nodes(names);
        Walk walk = new Walk(query, nodes);
        ContactNumbers found = new ContactNumbers();
        stream(
                query,
                scope,
                names,
                (high, low, events) -> walk.of(events, (walked, fromNumber, toNumber, millis) -> {
                    if (walked == step
                            && nodes.name(fromNumber).equals(from)
                            && nodes.name(toNumber).equals(to)) {
                        found.add(high, low);
                    }
                }));
        return found.sorted();
    }

    private void stream(PathsQuery query, Scope scope, Symbols names, Receiver receiver) {
        Identities known = identities.of(scope.workspace());
        Sql sql = new PathsSql(query, scope.workspace(), scope.now(), known).contacts();
        client.read(sql, "RowBinary", bounds, Map.of(), body -> {
            RowBinaryReader in = new RowBinaryReader(body);
            Sequence events = new Sequence();
            while (in.hasNext()) {
                long low = in.longValue();
                long high = in.longValue();
                read(in, names, events);
                receiver.contact(high, low, events);
            }
            return receiver;
        });
    }

    private static void read(RowBinaryReader in, Symbols names, Sequence events) throws IOException {
        int count = in.length();
        events.clear(count);
        for (int i = 0; i < count; i++) {
            events.kind(i, in.symbol(names));
        }
        in.length();
        for (int i = 0; i < count; i++) {
            events.happened(i, in.longValue());
        }
        in.length();
        for (int i = 0; i < count; i++) {
            events.arrived(i, in.longValue());
        }
        in.length();
        for (int i = 0; i < count; i++) {
            events.place(i, in.longValue());
        }
        events.sort();
    }
}
