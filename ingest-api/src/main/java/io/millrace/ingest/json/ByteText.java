package io.millrace.ingest.json;

import java.util.Arrays;

/** A growing UTF-8 text. Not thread-safe. */
public final class ByteText {

    private byte[] bytes;
    private int length;

    public ByteText(int expectedBytes) {
        this.bytes = new byte[Math.max(16, expectedBytes)];
    }

    public ByteText raw(byte[] source, int from, int to) {
        int count = to - from;
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    public ByteText value(JsonValue value) {
        return raw(value.bytes(), value.start(), value.end());
    }

    /** Text of ASCII characters alone. */
    public ByteText ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
