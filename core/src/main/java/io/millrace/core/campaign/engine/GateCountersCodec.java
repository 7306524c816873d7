package io.millrace.core.campaign.engine;

import io.millrace.core.audience.StateReader;
import io.millrace.core.audience.StateWriter;

/**
 * The bytes of {@link GateCounters}. They begin with a format version; readers accept all older ones. Equal counters give
 * equal bytes. Format 1: version, first and last instant of the day, slots used in it, number of instants, and each of them
 * (less the one before) with its slots.
 */
public final class GateCountersCodec {

    private static final int VERSION = 1;

    private GateCountersCodec() {}

    public static byte[] encode(GateCounters counters) {
        StateWriter out = new StateWriter(64);
        out.one(VERSION)
                .eight(counters.dayStart)
                .eight(counters.dayEnd)
                .unsigned(counters.usedToday)
                .unsigned(counters.recent.size());
        long before = 0;
        for (var granted : counters.recent.entrySet()) {
            out.signed(granted.getKey() - before).unsigned(granted.getValue());
            before = granted.getKey();
        }
        return out.toByteArray();
    }

    /** Fails with an {@link IllegalArgumentException} on a format that is not known. */
    public static GateCounters decode(byte[] bytes) {
        StateReader in = new StateReader(bytes, 0);
        int version = in.one();
        if (version != VERSION) {
            throw new IllegalArgumentException("a gate of format " + version + ", this version reads " + VERSION);
        }
        GateCounters counters = new GateCounters();
        counters.dayStart = in.eight();
        counters.dayEnd = in.eight();
        counters.usedToday = Math.toIntExact(in.unsigned());
        long instant = 0;
        for (int left = in.size(); left > 0; left--) {
            instant += in.signed();
            int slots = Math.toIntExact(in.unsigned());
            counters.recent.put(instant, slots);
            counters.recently += slots;
        }
        return counters;
    }
}
