package io.millrace.flink.event;

import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of decisions into topic {@code event-decisions}, without any guarantee: what Kafka does not take at once is
 * dropped, since people's watching must never hold the job up or make it fail.
 */
public final class DecisionSink implements Sink<byte[]> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecisionSink.class);
    private static final int BUFFER_BYTES = 8 * 1024 * 1024;
    private static final int ANSWER_MILLIS = 2_000;
    private static final Duration NEVER_FORGOTTEN = Duration.ofDays(36_500);
    private static final int GIVEN_UP_MILLIS = 5_000;

    private final String kafkaBootstrap;

    public DecisionSink(String kafkaBootstrap) {
        this.kafkaBootstrap = kafkaBootstrap;
    }

    @Override
    public SinkWriter<byte[]> createWriter(WriterInitContext context) {
        return new Writer(new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafkaBootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "millrace-event-decisions-" + context.getTaskInfo().getIndexOfThisSubtask(),
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        0,
                        // Forgotten after minutes without an event, the topic would be unknown to the next one.
                        ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                        NEVER_FORGOTTEN.toMillis(),
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        BUFFER_BYTES,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        ANSWER_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        GIVEN_UP_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }

    /** Never waits for Kafka. */
    private static final class Writer implements SinkWriter<byte[]> {

        private final KafkaProducer<byte[], byte[]> producer;

        Writer(KafkaProducer<byte[], byte[]> producer) {
            this.producer = producer;
            try {
                // Does not wait for an answer, but begins to ask for one: the first batch finds the topic known.
                producer.partitionsFor(Topics.EVENT_DECISIONS);
            } catch (KafkaException e) {
                LOG.debug("Topic {} is not known yet: {}", Topics.EVENT_DECISIONS, e.toString());
            }
        }

        @Override
        public void write(byte[] batch, Context context) {
            try {
                producer.send(new ProducerRecord<>(Topics.EVENT_DECISIONS, batch), (sent, thrown) -> {
                    if (thrown != null) {
                        LOG.debug("A batch of decisions was dropped: {}", thrown.toString());
                    }
                });
            } catch (KafkaException e) {
                LOG.debug("A batch of decisions was dropped: {}", e.toString());
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is promised, so a checkpoint waits for nothing.
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
        }
    }
}
