package io.millrace.query.lifecycle;

import io.millrace.core.rule.Rule;
import io.millrace.query.filter.Doers;
import io.millrace.query.question.Cell;
import io.millrace.query.question.Scope;
import io.millrace.query.time.Stretch;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The contacts that are in a state in a bucket. */
record LifecycleCell(LifecycleQuery query, int bucket, State state, LifecycleStore store) implements Cell {

    @Override
    public List<BigInteger> contacts(Scope scope) {
        return store.contacts(query, bucket, state, scope);
    }

    @Override
    public Optional<Rule> rule() {
        Optional<Stretch> in = Stretch.of(query.range(), query.interval(), bucket);
        Optional<Stretch> before = bucket == 0
                ? Stretch.before(query.range(), query.interval())
                : Stretch.of(query.range(), query.interval(), bucket - 1);
        Optional<Doers> doers = Doers.of(query.event(), List.of());
        return in.isEmpty() || before.isEmpty() || doers.isEmpty()
                ? Optional.empty()
                : Optional.of(rule(in.get(), before.get(), doers.get()));
    }

    private Rule rule(Stretch in, Stretch before, Doers doers) {
        Rule now = doers.did(in.fromMillis(), in.untilMillis());
        return switch (state) {
            case NEW -> doers.all(now, doers.didNotBefore(in.fromMillis()));
            case RETURNING -> doers.all(now, doers.did(before.fromMillis(), before.untilMillis()));
            case RESURRECTING ->
                doers.all(
                        now, doers.didNot(before.fromMillis(), before.untilMillis()), doers.didBefore(in.fromMillis()));
            case DORMANT ->
                doers.all(
                        doers.did(before.fromMillis(), before.untilMillis()),
                        doers.didNot(in.fromMillis(), in.untilMillis()));
        };
    }
}
