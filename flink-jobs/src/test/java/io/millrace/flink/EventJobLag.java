package io.millrace.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far EventJob has come in its topics, wherever it runs: by the offsets that it commits with each checkpoint, hence
 * as of its newest one. Thread-safe.
 */
final class EventJobLag implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;

    /**
     * Of one topic, over all partitions.
     *
     * @param passed records that a checkpoint has passed
     * @param waiting records behind them
     */
    record TopicLag(long passed, long waiting) {}

    EventJobLag(String kafkaBootstrap) {
        this.admin = Admin.create(Map.of("bootstrap.servers", kafkaBootstrap));
    }

    /** Of {@code events} or {@code events.rejected}, as Kafka answers now. */
    TopicLag read(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(Set.of(topic))
                .allTopicNames()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, OffsetAndMetadata> passed = admin.listConsumerGroupOffsets(EventJob.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(latest).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long records = 0;
        long behind = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            OffsetAndMetadata committed = passed.get(end.getKey());
            long offset = committed == null ? 0 : committed.offset();
            records += offset;
            behind += end.getValue().offset() - offset;
        }
        return new TopicLag(records, behind);
    }

    @Override
    public void close() {
        admin.close();
    }
}
