package io.millrace.flink.audience.contact;

import io.millrace.core.event.Person;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.audience.RoutedSerializer;
import io.millrace.streams.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A record of topic {@code contact-moves}, under the key of the person that it goes to. Format 2: format, kind, workspace,
 * target, then what the kind says. Format 1, from before campaigns, is the same without runs and slots. Readers accept every
 * older format.
 */
public sealed interface Move {

    int FORMAT = 2;

    String workspace();

    Person target();

    /**
     * Which hand-over a state belongs to: the source's root person and the place of the record that said so. It is known
     * to both sides. The instant is no part of it: of a record that came late each side has its own.
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

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Id id
                    && id.source.equals(source)
                    && id.partition == partition
                    && id.offset == offset;
        }

        @Override
        public int hashCode() {
            return Objects.hash(source, partition, offset);
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
     * @param runs through campaigns; empty if it has none
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
            byte[] profile,
            byte[] runs)
            implements Move {

        boolean existed() {
            return hot.length > 0;
        }

        /** The state of a source that never was, for whoever waits for it. */
        static State ofNobody(String workspace, Person target, Id id) {
            return new State(workspace, target, id, 0, 0, 0, List.of(), new byte[0], new byte[0], new byte[0]);
        }

        /** The same, for the contact that the target has become part of. */
        State to(Person other) {
            return new State(workspace, other, id, generation, createdMillis, version, slices, hot, profile, runs);
        }
    }

    /** History for a condition that came to a contact that is gone. */
    record Seed(String workspace, Person target, byte[] seed) implements Move {}

    /**
     * Anything else that came to a contact that is gone; to be judged where it went, late.
     *
     * @param routed is told to {@code target}
     */
    record Stray(String workspace, Person target, Routed routed) implements Move {}

    /**
     * A slot that a campaign's gate grants to a run of the target. It is told to the contact no earlier than it was
     * granted, and goes on with the contact's runs to wherever those went.
     *
     * @param grantedAt the engine's time at the gate, in epoch milliseconds
     */
    record Granted(String workspace, Person target, String campaign, String run, long grantedAt) implements Move {

        Granted to(Person other) {
            return new Granted(workspace, other, campaign, run, grantedAt);
        }
    }

    default Outgoing outgoing() {
        return new Outgoing(Topics.CONTACT_MOVES, target().key(workspace()), bytes());
    }

    private byte[] bytes() {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        try {
            out.writeByte(FORMAT);
            out.writeByte(this instanceof State ? 1 : this instanceof Seed ? 2 : this instanceof Stray ? 3 : 4);
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
                Bytes.write(out, state.runs());
            } else if (this instanceof Seed seed) {
                Bytes.write(out, seed.seed());
            } else if (this instanceof Stray stray) {
                RoutedSerializer.INSTANCE.serialize(stray.routed(), out);
            } else if (this instanceof Granted granted) {
                Bytes.write(out, granted.campaign());
                Bytes.write(out, granted.run());
                out.writeLong(granted.grantedAt());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return out.getCopyOfBuffer();
    }

    static Move read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        int format = in.readByte();
        if (format < 1 || format > FORMAT) {
            throw new IOException("a move of format " + format + ", this version reads up to " + FORMAT);
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
                        Bytes.read(in),
                        format == 1 ? new byte[0] : Bytes.read(in));
            case 2 -> new Seed(workspace, target, Bytes.read(in));
            case 3 -> new Stray(workspace, target, RoutedSerializer.INSTANCE.deserialize(in));
            case 4 -> new Granted(workspace, target, Bytes.readText(in), Bytes.readText(in), in.readLong());
            default -> throw new IOException("a move of kind " + kind);
        };
    }
}
