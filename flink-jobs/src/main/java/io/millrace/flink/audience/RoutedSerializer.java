package io.millrace.flink.audience;

import io.millrace.core.event.Person;
import io.millrace.flink.type.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Routed records between tasks and in held state. The first byte is the kind with the format in its upper bits, so that
 * a later format can be told from this one, which stays readable.
 */
public final class RoutedSerializer extends RecordSerializer<Routed> {

    public static final RoutedSerializer INSTANCE = new RoutedSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void serialize(Routed routed, DataOutputView target) throws IOException {
        target.writeByte(routed.kind().code());
        target.writeLong(routed.key().f0);
        target.writeLong(routed.key().f1);
        StringValue.writeString(routed.workspace(), target);
        writePerson(routed.root(), target);
        target.writeLong(routed.appendMillis());
        target.writeShort(routed.partition());
        target.writeLong(routed.offset());
        if (isNote(routed.kind())) {
            writePerson(routed.other(), target);
            target.writeLong(routed.fromMillis());
            StringValue.writeString(routed.requestId(), target);
            StringValue.writeString(routed.detail(), target);
        }
        target.writeInt(routed.value().length);
        target.write(routed.value());
    }

    @Override
    public Routed deserialize(DataInputView source) throws IOException {
        Routed.Kind kind;
        try {
            kind = Routed.Kind.fromCode(source.readByte());
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
        Tuple2<Long, Long> key = Tuple2.of(source.readLong(), source.readLong());
        String workspace = StringValue.readString(source);
        Person root = readPerson(source);
        if (root == null) {
            throw new IOException("a routed record without a root person");
        }
        long appendMillis = source.readLong();
        int partition = source.readUnsignedShort();
        long offset = source.readLong();
        boolean note = isNote(kind);
        Person other = note ? readPerson(source) : null;
        long fromMillis = note ? source.readLong() : 0;
        String requestId = note ? StringValue.readString(source) : "";
        String detail = note ? StringValue.readString(source) : "";
        byte[] value = new byte[source.readInt()];
        source.readFully(value);
        return new Routed(
                kind,
                key,
                workspace,
                root,
                appendMillis,
                partition,
                offset,
                other,
                fromMillis,
                requestId,
                detail,
                value);
    }

    /** Whether it says more than the record that it carries. */
    private static boolean isNote(Routed.Kind kind) {
        return switch (kind) {
            case EVENT, ACTION, SEED, MOVE -> false;
            case SLICE, SLICE_END, EXPECT, HANDOVER, REFUSED -> true;
        };
    }

    private static void writePerson(@Nullable Person person, DataOutputView target) throws IOException {
        if (person == null) {
            target.writeByte(0);
            return;
        }
        target.writeByte(person.kind() == Person.Kind.USER ? 'u' : 'a');
        StringValue.writeString(person.id(), target);
    }

    private static @Nullable Person readPerson(DataInputView source) throws IOException {
        byte kind = source.readByte();
        return switch (kind) {
            case 0 -> null;
            case 'u' -> new Person(Person.Kind.USER, StringValue.readString(source));
            case 'a' -> new Person(Person.Kind.ANONYMOUS, StringValue.readString(source));
            default -> throw new IOException("a person of kind " + kind);
        };
    }

    @Override
    public Routed createInstance() {
        return new Routed(
                Routed.Kind.EVENT,
                Tuple2.of(0L, 0L),
                "",
                new Person(Person.Kind.USER, "-"),
                0,
                0,
                0,
                null,
                0,
                "",
                "",
                NOTHING);
    }

    @Override
    public TypeSerializerSnapshot<Routed> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Public with a public constructor, as Flink makes it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Routed> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
