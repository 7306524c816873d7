package io.millrace.ingest.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A value as the range of bytes it stands in, of checked JSON. */
public record JsonValue(byte[] bytes, int start, int end) {

    public boolean isObject() {
        return bytes[start] == '{';
    }

    public boolean isArray() {
        return bytes[start] == '[';
    }

    public boolean isString() {
        return bytes[start] == '"';
    }

    public boolean isNumber() {
        return bytes[start] == '-' || bytes[start] >= '0' && bytes[start] <= '9';
    }

    public boolean isNull() {
        return bytes[start] == 'n';
    }

    public boolean isTrue() {
        return bytes[start] == 't';
    }

    public boolean isEmptyString() {
        return isString() && length() == 2;
    }

    public boolean isEmptyArray() {
        return isArray() && bytes[JsonScan.skipSpace(bytes, start + 1)] == ']';
    }

    public int length() {
        return end - start;
    }

    /** What a string says, or a number's digits. */
    public String text() {
        if (!isString()) {
            return new String(bytes, start, length(), StandardCharsets.UTF_8);
        }
        return JsonString.decode(bytes, start + 1, end - 1);
    }

    /** Replaces what a string says by asterisks of the same length, for everyone who sees these bytes. */
    public void redact() {
        Arrays.fill(bytes, start + 1, end - 1, (byte) '*');
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, end);
    }
}
