package io.millrace.query.live;

import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader, from their ends on, of the topics in which events arrive and are decided about. Used by one thread. */
final class LiveTopics implements AutoCloseable {

    private static final Set<String> TOPICS = Set.of(Topics.EVENTS, Topics.REJECTED, Topics.EVENT_DECISIONS);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private LiveTopics(String kafka) {
        this.consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50));
    }

    static LiveTopics open(String kafka) {
        LiveTopics topics = new LiveTopics(kafka);
        try {
            topics.consumer.assign(partitions());
            topics.consumer.seekToEnd(partitions());
            // Asking makes it go there now, and not with the first records.
            partitions().forEach(topics.consumer::position);
            return topics;
        } catch (KafkaException e) {
            topics.close();
            throw e;
        }
    }

    /** The offset of the next event of a partition. */
    long position(int partition) {
        return consumer.position(new TopicPartition(Topics.EVENTS, partition));
    }

    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration most) {
        return consumer.poll(most);
    }

    private static List<TopicPartition> partitions() {
        return Topics.all().stream()
                .filter(topic -> TOPICS.contains(topic.name()))
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
