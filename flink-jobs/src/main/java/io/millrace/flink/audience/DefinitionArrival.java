package io.millrace.flink.audience;

import java.util.Objects;

/**
 * A record of topic {@code definitions} on its way to all tasks, still as bytes, ticks included. A class with public
 * fields as Flink's own serializer wants it; nobody writes into its bytes.
 */
public final class DefinitionArrival {

    public long offset;
    public long appendMillis;
    public byte[] key = {};
    public byte[] value = {};

    /** For Flink. */
    public DefinitionArrival() {}

    public DefinitionArrival(long offset, long appendMillis, byte[] key, byte[] value) {
        this.offset = offset;
        this.appendMillis = appendMillis;
        this.key = Objects.requireNonNull(key);
        this.value = Objects.requireNonNull(value);
    }
}
