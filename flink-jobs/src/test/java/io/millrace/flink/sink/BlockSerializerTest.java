package io.millrace.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BlockSerializerTest {

    private final BlockSerializer serializer = new BlockSerializer();

    @Test
    void blocksStandInCheckpointsWhole() throws IOException {
        Block inline = new Block("events (a, b)", "events-1", 2, 3, new byte[] {7, 8, 9}, null);
        Block spilled = new Block("events (a, b)", "events-2", 2, 3, new byte[0], "file:/spill/events-2");

        assertThat(copy(inline)).usingRecursiveComparison().isEqualTo(inline);
        assertThat(copy(spilled)).usingRecursiveComparison().isEqualTo(spilled);
    }

    /** Bytes as version 1 wrote them: checkpoints of it must stay readable. */
    @Test
    void blocksOfVersion1StayReadable() throws IOException {
        String text = "0001" + "65" // target: "e"
                + "0003" + "652d31" // token: "e-1"
                + "0000000000000002" // rows
                + "0000000000000003" // bytes
                + "01" + "00000003" + "070809"; // inline

        assertThat(serializer.deserialize(1, HexFormat.of().parseHex(text)))
                .usingRecursiveComparison()
                .isEqualTo(new Block("e", "e-1", 2, 3, new byte[] {7, 8, 9}, null));
    }

    @Test
    void aVersionFromTheFutureIsRefused() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    private Block copy(Block block) throws IOException {
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(block));
    }
}
