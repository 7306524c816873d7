package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RowBinaryReaderTest {

    @Test
    void readsLittleEndianNumbersAndTexts() throws IOException {
        RowBinaryReader reader =
                of(7, 0xff, 0x01, 0x80, 0xfe, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 0, 0x80, 3, 'a', 0xc3, 0xa9, 0);

        assertThat(reader.hasNext()).isTrue();
        assertThat(reader.byteValue()).isEqualTo(7);
        assertThat(reader.length()).isEqualTo(255);
        assertThat(reader.byteValue()).isEqualTo(0x80);
        assertThat(reader.intValue()).isEqualTo(-2);
        assertThat(reader.longValue()).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(reader.string()).isEqualTo("aé");
        assertThat(reader.string()).isEmpty();
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void readsAShortWithoutSign() throws IOException {
        assertThat(of(0xfe, 0xff).shortValue()).isEqualTo(65_534);
    }

    @Test
    void readsTextsLongerThanItsBufferAndValuesThatComeInPieces() throws IOException {
        String text = "x".repeat(300_000);
        byte[] bytes = new RowBinaryWriter(16)
                .string("before")
                .string(text)
                .string("after")
                .toByteArray();
        InputStream inPieces = new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return super.read(into, from, Math.min(length, 1_000));
            }
        };
        RowBinaryReader reader = new RowBinaryReader(inPieces);

        assertThat(reader.string()).isEqualTo("before");
        assertThat(reader.string()).isEqualTo(text);
        assertThat(reader.string()).isEqualTo("after");
    }

    @Test
    void numbersTextsInTheOrderInWhichTheyFirstCome() throws IOException {
        RowBinaryWriter writer = new RowBinaryWriter(16);
        for (int i = 0; i < 3_000; i++) {
            writer.string("text " + i % 1_000);
        }
        RowBinaryReader reader = new RowBinaryReader(new ByteArrayInputStream(writer.toByteArray()));
        Symbols symbols = new Symbols();

        for (int i = 0; i < 3_000; i++) {
            assertThat(reader.symbol(symbols)).isEqualTo(i % 1_000);
        }
        assertThat(symbols.size()).isEqualTo(1_000);
        assertThat(symbols.text(999)).isEqualTo("text 999");
        assertThat(symbols.number("text 7")).isEqualTo(7);
    }

    @Test
    void anAnswerThatEndsWithinAValueIsAnError() {
        assertThatThrownBy(() -> of(1, 2, 3).longValue()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> of(5, 'a').string()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> of(0xff, 0xff, 0xff, 0xff, 0xff).length()).isInstanceOf(IOException.class);
    }

    private static RowBinaryReader of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new RowBinaryReader(new ByteArrayInputStream(bytes));
    }
}
