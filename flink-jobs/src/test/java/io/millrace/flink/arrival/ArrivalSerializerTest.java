package io.millrace.flink.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ArrivalSerializerTest {

    @Test
    void anArrivalTravelsWhole() throws IOException {
        Arrival arrival = new Arrival(
                true, 65_535, Long.MAX_VALUE, 1_772_452_800_000L, new ArrivalKey(-1, 7), new byte[] {1, 2, 3});
        DataOutputSerializer out = new DataOutputSerializer(64);
        ArrivalSerializer.INSTANCE.serialize(arrival, out);

        Arrival read = ArrivalSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(read).usingRecursiveComparison().isEqualTo(arrival);
    }
}
