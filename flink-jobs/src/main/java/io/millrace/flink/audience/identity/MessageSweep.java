package io.millrace.flink.audience.identity;

import io.millrace.flink.event.DedupePeriods;
import java.io.Closeable;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.jspecify.annotations.Nullable;

/**
 * Forgets messages whose dedupe period is over by the engine's time, a person or two with every record; see EventJob's
 * sweep for why the state backend cannot.
 */
final class MessageSweep implements Closeable {

    private static final int PERSONS_PER_RECORD = 2;

    private final KeyedStateBackend<Tuple2<Long, Long>> backend;
    private final MapState<Long, Long> messages;
    private final String stateName;
    private final DedupePeriods periods;

    private long engineMillis = Long.MIN_VALUE;
    private long nextSweepMillis = Long.MIN_VALUE;
    private @Nullable Stream<Tuple2<Long, Long>> stream;
    private @Nullable Iterator<Tuple2<Long, Long>> persons;

    MessageSweep(
            KeyedStateBackend<Tuple2<Long, Long>> backend,
            MapState<Long, Long> messages,
            String stateName,
            DedupePeriods periods) {
        this.backend = backend;
        this.messages = messages;
        this.stateName = stateName;
        this.periods = periods;
    }

    void advanceTo(long watermarkMillis) {
        engineMillis = Math.max(engineMillis, watermarkMillis);
    }

    /** Moves the backend's current key: to be called when a record is done with. */
    void step() throws Exception {
        if (persons == null) {
            if (engineMillis == Long.MIN_VALUE || engineMillis < nextSweepMillis) {
                return;
            }
            nextSweepMillis = engineMillis + periods.sweepInterval().toMillis();
            stream = backend.getKeys(stateName, VoidNamespace.INSTANCE);
            persons = stream.iterator();
        }
        for (int i = 0; i < PERSONS_PER_RECORD; i++) {
            if (!persons.hasNext()) {
                close();
                return;
            }
            forget(persons.next());
        }
    }

    private void forget(Tuple2<Long, Long> person) throws Exception {
        backend.setCurrentKey(person);
        Iterator<Long> remembered = messages.values().iterator();
        while (remembered.hasNext()) {
            if (periods.isOver(remembered.next(), engineMillis)) {
                remembered.remove();
            }
        }
    }

    /** Ends the pass; the native iterator must be closed before its database. */
    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
        persons = null;
    }
}
