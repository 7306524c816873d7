package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.audience.RoutedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What waits at a contact for the past of another one: its inputs from that merge's instant on, in order, and the states
 * that came already. Format 1: format, inputs, states, each with their number.
 */
final class Held {

    private static final int FORMAT = 1;

    final List<Routed> inputs = new ArrayList<>();
    private final Map<Move.Id, Move.State> arrived = new HashMap<>();

    boolean isEmpty() {
        return inputs.isEmpty() && arrived.isEmpty();
    }

    void arrive(Move.State state) {
        arrived.put(state.id(), state);
    }

    Move.@Nullable State state(Move.Id id) {
        return arrived.get(id);
    }

    void forget(Move.Id id) {
        arrived.remove(id);
    }

    byte[] write() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeByte(FORMAT);
        Bytes.unsigned(out, inputs.size());
        for (Routed input : inputs) {
            RoutedSerializer.INSTANCE.serialize(input, out);
        }
        Bytes.unsigned(out, arrived.size());
        for (Move.State state : arrived.values()) {
            Outgoing move = state.outgoing();
            Bytes.write(out, move.value);
        }
        return out.getCopyOfBuffer();
    }

    static Held read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("held inputs of format " + format + ", this version reads " + FORMAT);
        }
        Held held = new Held();
        for (int left = Bytes.unsigned(in); left > 0; left--) {
            held.inputs.add(RoutedSerializer.INSTANCE.deserialize(in));
        }
        for (int left = Bytes.unsigned(in); left > 0; left--) {
            if (Move.read(Bytes.read(in)) instanceof Move.State state) {
                held.arrive(state);
            }
        }
        return held;
    }
}
