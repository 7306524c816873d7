package io.millrace.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer settings of {@link EventWriter}, tuned for many small records that somebody waits for. */
final class EventWriterConfig {

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int LINGER_MILLIS = 5;

    /** A record that a stopped broker did not take is kept this long; its client was told to send again long before. */
    private static final int DELIVERY_TIMEOUT_MILLIS = 60_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int RECONNECT_MILLIS_MAX = 500;

    private EventWriterConfig() {}

    static Map<String, Object> producer(String bootstrap, long bytesMax) {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "millrace-event-writer"),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.RECORD_BYTES_MAX),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS_MAX),
                // A batch's buffer is taken whole, and a record that does not fit closes it half empty: twice is
                // enough.
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * bytesMax + 64L * BATCH_BYTES),
                // Nobody may wait in send, neither for memory nor for metadata, so metadata must never be forgotten.
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L),
                Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.MAX_VALUE / 2));
    }
}
