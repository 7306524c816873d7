package io.millrace.flink.audience;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink how {@link Routed} travels between tasks. */
public final class RoutedType extends TypeInformation<Routed> {

    public static final RoutedType INSTANCE = new RoutedType();

    private static final long serialVersionUID = 1L;

    private RoutedType() {}

    @Override
    public TypeSerializer<Routed> createSerializer(SerializerConfig config) {
        return RoutedSerializer.INSTANCE;
    }

    @Override
    public Class<Routed> getTypeClass() {
        return Routed.class;
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
        return other instanceof RoutedType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoutedType;
    }

    @Override
    public int hashCode() {
        return RoutedType.class.hashCode();
    }

    @Override
    public String toString() {
        return "Routed";
    }
}
