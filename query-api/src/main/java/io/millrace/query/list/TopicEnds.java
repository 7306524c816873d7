package io.millrace.query.list;

import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the topics of events end: how many records each partition has ever held. Thread-safe. */
public final class TopicEnds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicEnds.class);
    private static final int TIMEOUT_SECONDS = 10;

    private final Admin admin;
    private final TickCounter ticks;

    public TopicEnds(String kafkaBootstrap) {
        this.ticks = new TickCounter(kafkaBootstrap);
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafkaBootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000));
    }

    /** The offset after the last record, by partition. */
    Map<TopicPartition, Long> ends() {
        return offsets(OffsetSpec.latest());
    }

    /** The offset after the last record that arrived before an instant, by partition; Kafka's clock counts. */
    Map<TopicPartition, Long> endsBefore(long epochMillis) {
        // The ends first: they stand for the partitions to which nothing was added since.
        Map<TopicPartition, Long> ends = ends();
        offsets(OffsetSpec.forTimestamp(epochMillis)).forEach((partition, offset) -> {
            if (offset >= 0) {
                ends.put(partition, offset);
            }
        });
        return ends;
    }

    /**
     * How many records lie between, the clock's ticks not counted where that is worth reading them.
     *
     * @param passed how many records of each partition are done with
     */
    Map<TopicPartition, Long> behind(Map<TopicPartition, Long> passed, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> behind = new HashMap<>();
        Map<TopicPartition, TickCounter.Stretch> unread = new HashMap<>();
        ends.forEach((partition, end) -> {
            long from = Math.min(end, passed.getOrDefault(partition, 0L));
            behind.put(partition, end - from);
            if (partition.topic().equals(Topics.EVENTS) && from < end) {
                unread.put(partition, new TickCounter.Stretch(from, end));
            }
        });
        ticks.ticks(unread).forEach((partition, count) -> behind.merge(partition, -count, Long::sum));
        return behind;
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (Topics.Spec topic : Topics.all()) {
            if (List.of(Topics.EVENTS, Topics.REJECTED).contains(topic.name())) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    asked.put(new TopicPartition(topic.name(), partition), which);
                }
            }
        }
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listOffsets(asked)
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, found) -> offsets.put(partition, found.offset()));
            return offsets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(TIMEOUT_SECONDS));
    }

    private static ProblemException unavailable(Exception cause) {
        LOG.warn("Kafka cannot be asked for its topics' ends", cause);
        return Problem.of(503, "unavailable", "Kafka cannot be asked now how far its topics go; try again")
                .exception();
    }
}
