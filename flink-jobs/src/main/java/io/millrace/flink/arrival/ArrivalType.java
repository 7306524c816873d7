package io.millrace.flink.arrival;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink how {@link Arrival} travels between tasks. It is never kept in state. */
public final class ArrivalType extends TypeInformation<Arrival> {

    public static final ArrivalType INSTANCE = new ArrivalType();

    private static final long serialVersionUID = 1L;

    private ArrivalType() {}

    @Override
    public TypeSerializer<Arrival> createSerializer(SerializerConfig config) {
        return ArrivalSerializer.INSTANCE;
    }

    @Override
    public Class<Arrival> getTypeClass() {
        return Arrival.class;
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
        return other instanceof ArrivalType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrivalType;
    }

    @Override
    public int hashCode() {
        return ArrivalType.class.hashCode();
    }

    @Override
    public String toString() {
        return "Arrival";
    }
}
