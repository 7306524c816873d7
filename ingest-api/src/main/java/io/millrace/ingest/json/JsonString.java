package io.millrace.ingest.json;

import java.nio.charset.StandardCharsets;

/** Decodes what stands between the quotes of a checked JSON string. */
final class JsonString {

    private JsonString() {}

    static String decode(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return unescape(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static String unescape(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        int at = 0;
        while (at < escaped.length()) {
            char next = escaped.charAt(at++);
            if (next != '\\') {
                text.append(next);
                continue;
            }
            char kind = escaped.charAt(at++);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(escaped, at, at + 4, 16));
                    at += 4;
                }
                default -> text.append(kind);
            }
        }
        return text.toString();
    }
}
