package io.millrace.flink.audience;

import java.util.Objects;

/**
 * A record on its way into a topic of Kafka. A class with public fields as Flink's own serializer wants it; nobody writes
 * into its bytes.
 */
public final class Outgoing {

    public String topic = "";
    public byte[] key = {};
    public byte[] value = {};

    /** For Flink. */
    public Outgoing() {}

    public Outgoing(String topic, byte[] key, byte[] value) {
        this.topic = topic;
        this.key = Objects.requireNonNull(key);
        this.value = Objects.requireNonNull(value);
    }
}
