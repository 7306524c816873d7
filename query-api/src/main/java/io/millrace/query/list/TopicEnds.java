package io.millrace.query.list;

import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where the topics of events end: how many records each partition has ever held. Thread-safe. */
public final class TopicEnds implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 10;

    private final Admin admin;

    public TopicEnds(String kafkaBootstrap) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafkaBootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000));
    }

    /** The offset after the last record, by partition. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (Topics.Spec topic : Topics.all()) {
            if (List.of(Topics.EVENTS, Topics.REJECTED).contains(topic.name())) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
                }
            }
        }
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(asked)
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, found) -> ends.put(partition, found.offset()));
            return ends;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicsUnavailableException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    /** Kafka cannot be asked now. */
    public static final class TopicsUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TopicsUnavailableException(Exception cause) {
            super("Kafka cannot be asked for its topics' ends", cause);
        }
    }
}
