package io.millrace.streams.definition;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a definition: the key is {@code kind/workspace/id}, the value a format version, a state (deletion is a
 * value, so that readers see it in order) and the body's JSON text.
 */
public final class DefinitionRecord {

    private static final byte VERSION = 1;
    private static final byte LIVE = 1;
    private static final byte DELETED = 2;

    private DefinitionRecord() {}

    /** The record's bytes are none that this version reads. */
    public static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    public static byte[] key(Definition.Key key) {
        String text = key.kind().name().toLowerCase(Locale.ROOT) + '/' + key.workspace() + '/' + key.id();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Definition.Key key(byte @Nullable [] bytes) throws DamagedException {
        if (bytes == null) {
            throw new DamagedException("no key");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new DamagedException("key " + text + " is not kind/workspace/id");
        }
        try {
            return new Definition.Key(Definition.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2]);
        } catch (IllegalArgumentException e) {
            throw new DamagedException("key " + text + ": " + e.getMessage());
        }
    }

    public static byte[] live(String body) {
        byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[utf8.length + 2];
        value[0] = VERSION;
        value[1] = LIVE;
        System.arraycopy(utf8, 0, value, 2, utf8.length);
        return value;
    }

    public static byte[] deleted() {
        return new byte[] {VERSION, DELETED};
    }

    /** The body, or null if the record deletes the definition. */
    public static @Nullable String body(byte @Nullable [] value) throws DamagedException {
        if (value == null || value.length < 2 || value[0] != VERSION) {
            throw new DamagedException("value is not of format " + VERSION);
        }
        return switch (value[1]) {
            case LIVE -> new String(value, 2, value.length - 2, StandardCharsets.UTF_8);
            case DELETED -> null;
            default -> throw new DamagedException("state " + value[1] + " is unknown");
        };
    }
}
