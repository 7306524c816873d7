package io.millrace.flink.audience.contact;

import io.millrace.core.event.Person;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.Routed;
import io.millrace.streams.Topics;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A record of topic {@code contact-moves}, under the key of the person that it goes to. Format 1: format, kind, workspace,
 * target, then what the kind says.
 */
sealed interface Move {

    int FORMAT = 1;

    String workspace();

    Person target();

    /**
     * Which hand-over a state belongs to: the source's root person and the place of the record that said so. It is known
     * to both sides.
     */
    record Id(Person source, long appendMillis, int partition, long offset) {

        /** At the source. */
        static Id ofHandover(Routed handover) {
            return new Id(handover.root(), handover.appendMillis(), handover.partition(), handover.offset());
        }

        /** At the target. */
        static Id ofExpectation(Routed expect) {
            Person source = expect.other();
            if (source == null) {
                throw new IllegalArgumentException("an expectation names whom it is about: " + expect);
            }
            return new Id(source, expect.appendMillis(), expect.partition(), expect.offset());
        }
    }

    /**
     * A contact's past.
     *
     * @param generation of the source, for its id
     * @param createdMillis of the source
     * @param version of the source's last row
     * @param slices whose events belonged to the source
     * @param hot the engine's bytes; empty, as is {@code profile}, if the source did not exist
     */
    record State(
            String workspace,
            Person target,
            Id id,
            int generation,
            long createdMillis,
            long version,
            List<Slice> slices,
            byte[] hot,
            byte[] profile)
            implements Move {

        boolean existed() {
            return hot.length > 0;
        }
    }

    /** History for a condition that came to a contact that is gone. */
    record Seed(String workspace, Person target, byte[] seed) implements Move {}

    default Outgoing outgoing() {
        return new Outgoing(Topics.CONTACT_MOVES, target().key(workspace()), bytes());
    }

    private byte[] bytes() {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        try {
            out.writeByte(FORMAT);
            out.writeByte(this instanceof State ? 1 : 2);
            Bytes.write(out, workspace());
            Bytes.write(out, target());
            if (this instanceof State state) {
                Bytes.write(out, state.id().source());
                out.writeLong(state.id().appendMillis());
                out.writeShort(state.id().partition());
                out.writeLong(state.id().offset());
                Bytes.unsigned(out, state.generation());
                out.writeLong(state.createdMillis());
                out.writeLong(state.version());
                Bytes.write(out, state.slices());
                Bytes.write(out, state.hot());
                Bytes.write(out, state.profile());
            } else if (this instanceof Seed seed) {
                Bytes.write(out, seed.seed());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return out.getCopyOfBuffer();
    }

    static Move read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("a move of format " + format + ", this version reads " + FORMAT);
        }
        int kind = in.readByte();
        String workspace = Bytes.readText(in);
        Person target = Bytes.readPerson(in);
        return switch (kind) {
            case 1 ->
                new State(
                        workspace,
                        target,
                        new Id(Bytes.readPerson(in), in.readLong(), in.readUnsignedShort(), in.readLong()),
                        Bytes.unsigned(in),
                        in.readLong(),
                        in.readLong(),
                        Bytes.readSlices(in),
                        Bytes.read(in),
                        Bytes.read(in));
            case 2 -> new Seed(workspace, target, Bytes.read(in));
            default -> throw new IOException("a move of kind " + kind);
        };
    }
}
