package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowBinaryWriterTest {

    private final RowBinaryWriter writer = new RowBinaryWriter(4);

    @Test
    void numbersAreLittleEndian() {
        writer.uint8(255).uint16(0x0102).uint32(0xfffffffeL).uint64(-1).int64(-2);

        assertThat(hex()).isEqualTo("ff" + "0201" + "feffffff" + "ffffffffffffffff" + "feffffffffffffff");
    }

    @Test
    void aUInt128IsItsLowHalfFirst() {
        writer.uint128(0x0102, 0x1112131415161718L);

        assertThat(hex()).isEqualTo("1817161514131211" + "0201000000000000");
    }

    @Test
    void timesAreMillisecondsAndSeconds() {
        writer.dateTime64Millis(-1).dateTimeSeconds(1);

        assertThat(hex()).isEqualTo("ffffffffffffffff" + "01000000");
    }

    @Test
    void aMinuteBeyondTheTypeIsRefused() {
        assertThatThrownBy(() -> writer.dateTimeSeconds(4_294_967_296L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.dateTimeSeconds(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsCarryTheirLengthInBytes() {
        writer.string("").string("ab").string("ü").string("\ud83d\ude00");

        assertThat(hex()).isEqualTo("00" + "026162" + "02c3bc" + "04f09f9880");
    }

    @Test
    void theLengthTakesASecondByteFrom128On() {
        writer.string("a".repeat(127)).string("a".repeat(128));

        assertThat(hex()).isEqualTo("7f" + "61".repeat(127) + "8001" + "61".repeat(128));
    }

    @Test
    void aTextOf127CharactersMayNeedMoreBytes() {
        writer.string("ü".repeat(127));

        assertThat(hex()).isEqualTo("fe01" + "c3bc".repeat(127));
    }

    @Test
    void listsAndMapsCarryTheirSize() {
        writer.strings(List.of("a", "b"))
                .strings(List.of())
                .map(Map.of("k", "v"))
                .map(Map.of());

        assertThat(hex()).isEqualTo("0201610162" + "00" + "01016b0176" + "00");
    }

    @Test
    void clearingForgetsTheRowsAndKeepsTheBuffer() throws IOException {
        writer.string("something long enough to grow");
        writer.clear();
        writer.uint8(7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);

        assertThat(writer.size()).isEqualTo(1);
        assertThat(out.toByteArray()).containsExactly(7);
    }

    private String hex() {
        return HexFormat.of().formatHex(writer.toByteArray());
    }
}
