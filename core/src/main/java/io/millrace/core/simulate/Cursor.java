package io.millrace.core.simulate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Hands out things in order of their instants, those of one instant in the order in which they were listed. */
final class Cursor<T> {

    private final List<T> things;
    private final ToLongFunction<T> instantOf;
    private int at;

    Cursor(Collection<T> things, ToLongFunction<T> instantOf) {
        this.things = new ArrayList<>(things);
        this.things.sort(Comparator.comparingLong(instantOf));
        this.instantOf = instantOf;
    }

    /** The instant of the next one, {@link Long#MAX_VALUE} if there is none. */
    long next() {
        return at == things.size() ? Long.MAX_VALUE : instantOf.applyAsLong(things.get(at));
    }

    List<T> take(long instant) {
        int from = at;
        while (next() == instant && at < things.size()) {
            at++;
        }
        return things.subList(from, at);
    }
}
