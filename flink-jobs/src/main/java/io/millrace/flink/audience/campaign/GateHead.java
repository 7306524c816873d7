package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.GateCounters;
import io.millrace.core.campaign.engine.GateCountersCodec;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.GateNoteSerializer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a gate knows beside its queue: how its campaign stands and will stand, what it has granted, and how far its time has
 * come. Used by one thread. Its bytes: format 1, time, counters with their length, number of notes, notes; the first is the
 * one in force if a flag says so.
 */
final class GateHead {

    private static final int FORMAT = 1;

    private final GateCounters counters;
    private final Deque<GateNote.InForce> coming = new ArrayDeque<>();
    private GateNote.@Nullable InForce inForce;
    private long millis = Long.MIN_VALUE;

    /** Of a gate that nobody has come to. */
    GateHead() {
        this(new GateCounters());
    }

    private GateHead(GateCounters counters) {
        this.counters = counters;
    }

    GateCounters counters() {
        return counters;
    }

    /** Null until it is known. */
    GateNote.@Nullable InForce inForce() {
        return inForce;
    }

    /** The latest instant at which it acted; its time never goes back. */
    long millis() {
        return millis;
    }

    void passed(long instant) {
        millis = Math.max(millis, instant);
    }

    /** Each task says the same: what is known already is passed over. */
    boolean learn(GateNote.InForce said) {
        GateNote.InForce last = coming.isEmpty() ? inForce : coming.peekLast();
        if (last != null && (said.equals(last) || isBefore(said, last))) {
            return false;
        }
        coming.addLast(said);
        return true;
    }

    private static boolean isBefore(GateNote.InForce one, GateNote.InForce other) {
        return one.atMillis() < other.atMillis() || one.atMillis() == other.atMillis() && one.epoch() < other.epoch();
    }

    /** When something else comes into force; {@link Long#MAX_VALUE} if nothing is known to. */
    long nextChange() {
        GateNote.InForce next = coming.peekFirst();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }

    /** Brings into force what is to be by then. */
    void advance(long instant) {
        while (nextChange() <= instant) {
            inForce = coming.removeFirst();
        }
    }

    boolean grants() {
        return inForce != null && inForce.status() == CampaignStatus.ACTIVE;
    }

    /**
     * Whether anything is known of the campaign. Once it had limits that is kept until it is over: who is judged late, as of
     * when it had them, still asks for a slot.
     */
    boolean isNeeded() {
        return inForce != null || !coming.isEmpty();
    }

    /** Whether the campaign is over and nothing more is known of it. */
    boolean isOver() {
        boolean over = inForce != null && (inForce.status() == null || inForce.status() == CampaignStatus.COMPLETED);
        return over && coming.isEmpty();
    }

    /** Nothing is known of the campaign any more. */
    void forget() {
        inForce = null;
    }

    byte[] write() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        out.writeByte(FORMAT);
        out.writeLong(millis);
        byte[] granted = GateCountersCodec.encode(counters);
        out.writeInt(granted.length);
        out.write(granted);
        out.writeBoolean(inForce != null);
        if (inForce != null) {
            GateNoteSerializer.INSTANCE.serialize(inForce, out);
        }
        out.writeInt(coming.size());
        for (GateNote.InForce note : coming) {
            GateNoteSerializer.INSTANCE.serialize(note, out);
        }
        return out.getCopyOfBuffer();
    }

    static GateHead read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("a gate of format " + format + ", this version reads " + FORMAT);
        }
        long millis = in.readLong();
        byte[] granted = new byte[in.readInt()];
        in.readFully(granted);
        GateHead head = new GateHead(GateCountersCodec.decode(granted));
        head.millis = millis;
        if (in.readBoolean()) {
            head.inForce = (GateNote.InForce) GateNoteSerializer.INSTANCE.deserialize(in);
        }
        for (int left = in.readInt(); left > 0; left--) {
            head.coming.addLast((GateNote.InForce) GateNoteSerializer.INSTANCE.deserialize(in));
        }
        return head;
    }
}
