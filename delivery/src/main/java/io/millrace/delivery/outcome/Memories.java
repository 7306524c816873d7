package io.millrace.delivery.outcome;

import io.millrace.core.campaign.Channel;
import io.millrace.streams.Topics;
import io.millrace.streams.record.DeliveryRecord;
import io.millrace.streams.record.DeliveryRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is remembered of a partition's sends on one channel. */
final class Memories {

    private static final Logger LOG = LoggerFactory.getLogger(Memories.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrap;
    private final String channel;

    Memories(String bootstrap, Channel channel) {
        this.bootstrap = bootstrap;
        this.channel = channel.text();
    }

    /**
     * Everything that was written before this call.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be read
     */
    Memory of(int partition) {
        Memory memory = new Memory();
        TopicPartition outcomes = new TopicPartition(Topics.SEND_OUTCOMES, partition);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "millrace-delivery-memory-" + channel,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class))) {
            consumer.assign(List.of(outcomes));
            long end = consumer.endOffsets(List.of(outcomes)).getOrDefault(outcomes, 0L);
            consumer.seekToBeginning(List.of(outcomes));
            while (consumer.position(outcomes) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    apply(record, memory);
                }
            }
        }
        return memory;
    }

    private void apply(ConsumerRecord<byte[], byte[]> record, Memory memory) {
        if (record.value() == null) {
            return;
        }
        try {
            DeliveryRecord outcome = DeliveryRecordCodec.decode(record.value());
            if (outcome.channel().equals(channel)) {
                memory.put(outcome);
            }
        } catch (UnreadableRecordException e) {
            LOG.error(
                    "The record at offset {} of partition {} of topic {} {}",
                    record.offset(),
                    record.partition(),
                    record.topic(),
                    e.getMessage());
        }
    }
}
