package io.millrace.flink.audience.identity;

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
 * Notes between tasks and in checkpoints. The first byte is the kind; its upper bits are left for a later format, which
 * so can be told from this one.
 */
final class NoteSerializer extends RecordSerializer<Note> {

    static final NoteSerializer INSTANCE = new NoteSerializer();

    private static final long serialVersionUID = 1L;
    private static final int USER = 1;
    private static final int OTHER_USER = 2;
    private static final int OTHER_ANONYMOUS = 4;
    private static final int IMPORTED = 8;
    private static final int TEXTS = 16;

    @Override
    public void serialize(Note note, DataOutputView target) throws IOException {
        Person other = note.other();
        boolean texts = !note.detail().isEmpty() || !note.requestId().isEmpty();
        target.writeByte(note.kind().code());
        target.writeByte((note.person().kind() == Person.Kind.USER ? USER : 0)
                | (other == null ? 0 : other.kind() == Person.Kind.USER ? OTHER_USER : OTHER_ANONYMOUS)
                | (note.imported() ? IMPORTED : 0)
                | (texts ? TEXTS : 0));
        target.writeLong(note.key().f0);
        target.writeLong(note.key().f1);
        StringValue.writeString(note.workspace(), target);
        StringValue.writeString(note.person().id(), target);
        target.writeLong(note.appendMillis());
        target.writeShort(note.partition());
        target.writeLong(note.offset());
        if (other != null) {
            StringValue.writeString(other.id(), target);
        }
        if (texts) {
            StringValue.writeString(note.detail(), target);
            StringValue.writeString(note.requestId(), target);
        }
        target.writeLong(note.messageHash());
        target.writeInt(note.value().length);
        target.write(note.value());
    }

    @Override
    public Note deserialize(DataInputView source) throws IOException {
        Note.Kind kind;
        try {
            kind = Note.Kind.fromCode(source.readByte());
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
        int flags = source.readUnsignedByte();
        Tuple2<Long, Long> key = Tuple2.of(source.readLong(), source.readLong());
        String workspace = StringValue.readString(source);
        Person person = new Person(
                (flags & USER) != 0 ? Person.Kind.USER : Person.Kind.ANONYMOUS, StringValue.readString(source));
        long appendMillis = source.readLong();
        int partition = source.readUnsignedShort();
        long offset = source.readLong();
        Person other = other(flags, source);
        boolean texts = (flags & TEXTS) != 0;
        String detail = texts ? StringValue.readString(source) : "";
        String requestId = texts ? StringValue.readString(source) : "";
        long messageHash = source.readLong();
        byte[] value = new byte[source.readInt()];
        source.readFully(value);
        return new Note(
                kind,
                key,
                workspace,
                person,
                appendMillis,
                partition,
                offset,
                other,
                detail,
                requestId,
                messageHash,
                (flags & IMPORTED) != 0,
                value);
    }

    private static @Nullable Person other(int flags, DataInputView source) throws IOException {
        if ((flags & OTHER_USER) != 0) {
            return new Person(Person.Kind.USER, StringValue.readString(source));
        }
        return (flags & OTHER_ANONYMOUS) != 0
                ? new Person(Person.Kind.ANONYMOUS, StringValue.readString(source))
                : null;
    }

    @Override
    public Note createInstance() {
        return Note.clock(0, 0, 0);
    }

    @Override
    public TypeSerializerSnapshot<Note> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Public with a public constructor, as Flink makes it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Note> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
