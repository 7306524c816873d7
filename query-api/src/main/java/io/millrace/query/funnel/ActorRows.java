package io.millrace.query.funnel;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the rows of {@link FunnelSql#rows} in format RowBinary, an actor at a time. */
final class ActorRows {

    /** Where each actor goes; its history is good until the next. */
    interface Receiver {

        /**
         * @param events in order of time
         * @param touch the group values of the touching event, if the layout has them
         * @param contacts the contacts behind the actor, if the layout has them
         */
        void actor(History events, List<String> touch, List<BigInteger> contacts);
    }

    private final RowLayout layout;
    private final long firstMillis;
    private final History history = new History();
    private long[] packed = new long[64];

    /** @param firstMillis from when on the milliseconds of packed events count */
    ActorRows(RowLayout layout, long firstMillis) {
        this.layout = layout;
        this.firstMillis = firstMillis;
    }

    /** Reads to the end; memory is that of one actor's events. */
    void read(InputStream body, Receiver receiver) throws IOException {
        BinaryReader in = new BinaryReader(body);
        while (!in.atEnd()) {
            List<BigInteger> contacts = contacts(in);
            history.clear();
            switch (layout.form()) {
                case PACKED -> readPacked(in);
                case WIDE -> readWide(in, false);
                case WITH_VALUES -> readWide(in, true);
            }
            receiver.actor(history, in.texts(), contacts);
        }
    }

    private static List<BigInteger> contacts(BinaryReader in) throws IOException {
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        List<BigInteger> contacts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            contacts.add(in.number128());
        }
        return contacts;
    }

    private void readPacked(BinaryReader in) throws IOException {
        int count = in.count();
        if (count > packed.length) {
            packed = new long[Math.max(count, packed.length * 2)];
        }
        in.longs(packed, count);
        Arrays.sort(packed, 0, count);
        int shift = layout.bits().count();
        long mask = (1L << shift) - 1;
        for (int i = 0; i < count; i++) {
            layout.bits().add(history, firstMillis + (packed[i] >>> shift), packed[i] & mask);
        }
    }

    private void readWide(BinaryReader in, boolean withValues) throws IOException {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            long at = in.number64();
            long bits = in.number64();
            if (withValues) {
                layout.bits().add(history, at, bits, in.texts());
            } else {
                layout.bits().add(history, at, bits);
            }
        }
    }
}
