package io.millrace.flink.audience.contact;

import java.io.Closeable;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.jspecify.annotations.Nullable;

/**
 * After a change of rules, all contacts of this task one after another, a few at a time between records. It is not part of
 * checkpoints: after a restart it begins anew, and passes quickly over those it was done with. Not thread-safe.
 */
final class Walk implements Closeable {

    /** What is done with each contact, under its key. */
    interface Visit {
        void visit() throws Exception;
    }

    private final KeyedStateBackend<Tuple2<Long, Long>> backend;
    private final String stateName;
    private final Visit visit;
    private @Nullable Stream<Tuple2<Long, Long>> stream;
    private @Nullable Iterator<Tuple2<Long, Long>> keys;
    private boolean requested;
    private long visited;

    Walk(KeyedStateBackend<Tuple2<Long, Long>> backend, String stateName, Visit visit) {
        this.backend = backend;
        this.stateName = stateName;
        this.visit = visit;
    }

    /** All contacts are to be visited from the beginning; of one under way what is left comes first. */
    void request() {
        requested = true;
    }

    boolean isOver() {
        return keys == null && !requested;
    }

    /** Contacts visited in the current or last walk. */
    long visited() {
        return visited;
    }

    /** Visits until the time is over, a few contacts at least. Moves the backend's current key. */
    void step(long nanos) throws Exception {
        if (keys == null) {
            if (!requested) {
                return;
            }
            requested = false;
            visited = 0;
            stream = backend.getKeys(stateName, VoidNamespace.INSTANCE);
            keys = stream.iterator();
        }
        long end = System.nanoTime() + nanos;
        do {
            for (int i = 0; i < 16; i++) {
                if (!keys.hasNext()) {
                    close();
                    return;
                }
                backend.setCurrentKey(keys.next());
                visit.visit();
                visited++;
            }
        } while (System.nanoTime() < end);
    }

    /** Ends it; the native iterator must be closed before its database. */
    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
        keys = null;
    }
}
