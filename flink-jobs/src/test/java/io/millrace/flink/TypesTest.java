package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flink.sink.EncodedRow;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.junit.jupiter.api.Test;

class TypesTest {

    @Test
    void rowsTravelAsFlinksOwnFormWithoutKryo() {
        SerializerConfigImpl withoutKryo = new SerializerConfigImpl();
        withoutKryo.setGenericTypes(false);

        assertThat(TypeInformation.of(EncodedRow.class).createSerializer(withoutKryo))
                .isInstanceOf(PojoSerializer.class);
    }
}
