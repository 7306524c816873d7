package io.millrace.query.funnel;

import io.millrace.clickhouse.RowBinaryReader;
import java.io.IOException;
import java.io.InputStream;
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
         * @param contacts the contacts behind the actor, if the layout has them: of each the upper and the lower half
         */
        void actor(History events, List<String> touch, long[] contacts);
    }

    private static final long[] NO_CONTACTS = {};

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
        RowBinaryReader in = new RowBinaryReader(body);
        while (in.hasNext()) {
            long[] contacts = contacts(in);
            history.clear();
            switch (layout.form()) {
                case PACKED -> readPacked(in);
                case WIDE -> readWide(in, false);
                case WITH_VALUES -> readWide(in, true);
            }
            receiver.actor(history, texts(in), contacts);
        }
    }

    private static long[] contacts(RowBinaryReader in) throws IOException {
        int count = in.length();
        if (count == 0) {
            return NO_CONTACTS;
        }
        long[] halves = new long[2 * count];
        for (int i = 0; i < halves.length; i += 2) {
            halves[i + 1] = in.longValue();
            halves[i] = in.longValue();
        }
        return halves;
    }

    private static List<String> texts(RowBinaryReader in) throws IOException {
        int count = in.length();
        if (count == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.string());
        }
        return texts;
    }

    private void readPacked(RowBinaryReader in) throws IOException {
        int count = in.length();
        if (count > packed.length) {
            packed = new long[Math.max(count, packed.length * 2)];
        }
        for (int i = 0; i < count; i++) {
            packed[i] = in.longValue();
        }
        Arrays.sort(packed, 0, count);
        int shift = layout.bits().count();
        long mask = (1L << shift) - 1;
        for (int i = 0; i < count; i++) {
            layout.bits().add(history, firstMillis + (packed[i] >>> shift), packed[i] & mask);
        }
    }

    private void readWide(RowBinaryReader in, boolean withValues) throws IOException {
        int count = in.length();
        for (int i = 0; i < count; i++) {
            long at = in.longValue();
            long bits = in.longValue();
            if (withValues) {
                layout.bits().add(history, at, bits, texts(in));
            } else {
                layout.bits().add(history, at, bits);
            }
        }
    }
}
