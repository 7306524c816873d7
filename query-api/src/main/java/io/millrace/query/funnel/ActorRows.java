package io.millrace.query.funnel;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of {@link FunnelSql#rows} in format RowBinary, an actor at a time. */
final class ActorRows {

    private static final int BUFFER_BYTES = 1 << 16;

    /** Where each actor's events go, in order of time. */
    interface Receiver {
        void actor(List<ActorEvent> events);
    }

    private final DataInputStream in;

    private ActorRows(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
    }

    /** Reads to the end; memory is that of one actor's events. */
    static void read(InputStream in, Receiver receiver) throws IOException {
        new ActorRows(in).readAll(receiver);
    }

    private void readAll(Receiver receiver) throws IOException {
        List<ActorEvent> events = new ArrayList<>();
        long low = 0;
        long high = 0;
        while (true) {
            int first = in.read();
            if (first < 0) {
                break;
            }
            long nextLow = littleEndianAfter(first);
            long nextHigh = Long.reverseBytes(in.readLong());
            if (!events.isEmpty() && (nextLow != low || nextHigh != high)) {
                receiver.actor(events);
                events = new ArrayList<>();
            }
            low = nextLow;
            high = nextHigh;
            events.add(event());
        }
        if (!events.isEmpty()) {
            receiver.actor(events);
        }
    }

    private ActorEvent event() throws IOException {
        long timestamp = Long.reverseBytes(in.readLong());
        int steps = Integer.reverseBytes(in.readInt());
        int named = Integer.reverseBytes(in.readInt());
        int exclusions = Integer.reverseBytes(in.readInt());
        int count = length();
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] text = in.readNBytes(length());
            values.add(new String(text, StandardCharsets.UTF_8));
        }
        return new ActorEvent(timestamp, steps, named, exclusions, values);
    }

    private long littleEndianAfter(int first) throws IOException {
        long value = first;
        for (int i = 1; i < Long.BYTES; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the answer ends within a row");
            }
            value |= (long) next << (8 * i);
        }
        return value;
    }

    private int length() throws IOException {
        int length = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                break;
            }
        }
        return length;
    }
}
