package io.millrace.flink.event;

import java.io.Closeable;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.jspecify.annotations.Nullable;

/**
 * Forgets remembered arrivals whose period is over, a few keys with every record. Flink's own time-to-live would do it by
 * the wall clock: a job that was stopped for weeks would forget an event before reading the copy that waits behind it.
 * Here the clock is the watermark over append times, which no unread record of a busy partition can lie behind.
 */
final class SeenSweep implements Closeable {

    /** A pass over n keys ends within n / 4 records, so at most a quarter is added meanwhile. */
    private static final int KEYS_PER_RECORD = 4;

    private final KeyedStateBackend<Tuple2<Long, Long>> backend;
    private final ValueState<Long> seen;
    private final String stateName;
    private final DedupePeriods periods;

    private long engineMillis = Long.MIN_VALUE;
    private long nextSweepMillis = Long.MIN_VALUE;
    private @Nullable Stream<Tuple2<Long, Long>> stream;
    private @Nullable Iterator<Tuple2<Long, Long>> keys;

    SeenSweep(
            KeyedStateBackend<Tuple2<Long, Long>> backend,
            ValueState<Long> seen,
            String stateName,
            DedupePeriods periods) {
        this.backend = backend;
        this.seen = seen;
        this.stateName = stateName;
        this.periods = periods;
    }

    void advanceTo(long watermarkMillis) {
        engineMillis = Math.max(engineMillis, watermarkMillis);
    }

    /** Moves the backend's current key: to be called when a record is done with. */
    void step() throws Exception {
        if (keys == null) {
            if (engineMillis == Long.MIN_VALUE || engineMillis < nextSweepMillis) {
                return;
            }
            nextSweepMillis = engineMillis + periods.sweepInterval().toMillis();
            stream = backend.getKeys(stateName, VoidNamespace.INSTANCE);
            keys = stream.iterator();
        }
        for (int i = 0; i < KEYS_PER_RECORD; i++) {
            if (!keys.hasNext()) {
                close();
                return;
            }
            forgetIfOver(keys.next());
        }
    }

    private void forgetIfOver(Tuple2<Long, Long> key) throws Exception {
        backend.setCurrentKey(key);
        Long remembered = seen.value();
        if (remembered != null && periods.isOver(remembered, engineMillis)) {
            seen.clear();
        }
    }

    /** Ends the pass; the native iterator must be closed before its database. */
    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
        keys = null;
    }
}
