package io.millrace.flink.audience.contact;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a RowBinary row column by column. */
final class Row {

    private final ByteBuffer bytes;

    Row(byte[] row) {
        bytes = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    }

    String text() {
        byte[] utf8 = new byte[size()];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    private int size() {
        int size = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            size |= (next & 0x7f) << shift;
            if (next >= 0) {
                return size;
            }
        }
    }

    long number() {
        return bytes.getLong();
    }

    double decimal() {
        return bytes.getDouble();
    }

    int small() {
        return bytes.get();
    }

    long four() {
        return bytes.getInt() & 0xffff_ffffL;
    }

    BigInteger id() {
        long low = bytes.getLong();
        return BigInteger.valueOf(bytes.getLong()).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
    }

    boolean isOver() {
        return !bytes.hasRemaining();
    }
}
