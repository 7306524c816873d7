package io.millrace.flink.audience.identity;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink how {@link Note} travels between tasks. */
final class NoteType extends TypeInformation<Note> {

    static final NoteType INSTANCE = new NoteType();

    private static final long serialVersionUID = 1L;

    private NoteType() {}

    @Override
    public TypeSerializer<Note> createSerializer(SerializerConfig config) {
        return NoteSerializer.INSTANCE;
    }

    @Override
    public Class<Note> getTypeClass() {
        return Note.class;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof NoteType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoteType;
    }

    @Override
    public int hashCode() {
        return NoteType.class.hashCode();
    }

    @Override
    public String toString() {
        return "Note";
    }
}
