package io.millrace.flink.arrival;

import io.millrace.flink.type.RecordType;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record of Kafka on its way through the job, still as bytes. Immutable by convention: nobody writes into
 * {@code value}.
 *
 * @param rejected from topic {@code events.rejected}, else from {@code events}
 * @param appendMillis the broker's append time, which is the engine's time
 * @param key by which copies of one event meet; see {@link ArrivalKey}
 */
public record Arrival(boolean rejected, int partition, long offset, long appendMillis, ArrivalKey key, byte[] value) {

    /** How it travels between tasks. */
    public static final TypeInformation<Arrival> TYPE = new RecordType<>(Arrival.class, ArrivalSerializer.INSTANCE);
}
