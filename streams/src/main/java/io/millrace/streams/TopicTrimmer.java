package io.millrace.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from a topic without time retention what every job has passed with a checkpoint and what is older than a
 * keeping time besides. A job commits its group's offsets with its checkpoints, so that a record no checkpoint has passed
 * is kept, however long the job stood still.
 */
public final class TopicTrimmer {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTrimmer.class);
    private static final long TIMEOUT_SECONDS = 30;

    private final String bootstrap;
    private final Map<String, Set<String>> groupsByTopic;
    private final Duration keep;

    /**
     * @param groupsByTopic for each topic the consumer groups of all jobs that read it
     * @param keep how long a record stays after it arrived, even if every job has passed it
     */
    public TopicTrimmer(String bootstrap, Map<String, Set<String>> groupsByTopic, Duration keep) {
        this.bootstrap = bootstrap;
        this.groupsByTopic = Map.copyOf(groupsByTopic);
        this.keep = keep;
    }

    /**
     * Trims once and returns the first offset that is left of each partition it trimmed; a fault is logged and trimming
     * left to the next time.
     */
    public Map<TopicPartition, Long> trim(Instant now) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            Map<TopicPartition, Long> below = new HashMap<>();
            for (Map.Entry<String, Set<String>> topic : groupsByTopic.entrySet()) {
                below.putAll(deletable(admin, topic.getKey(), topic.getValue(), now.minus(keep)));
            }
            if (below.isEmpty()) {
                return below;
            }
            Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
            below.forEach((partition, offset) -> deletions.put(partition, RecordsToDelete.beforeOffset(offset)));
            admin.deleteRecords(deletions).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            LOG.info("Trimmed {} partitions of passed records older than {} days", below.size(), keep.toDays());
            return below;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Topics could not be trimmed: {}", e.toString());
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    /** Partitions with records to delete: each with the least of its groups' offsets and the first one to keep. */
    private static Map<TopicPartition, Long> deletable(Admin admin, String topic, Set<String> groups, Instant keepFrom)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicPartition> partitions = partitions(admin, topic);
        Map<TopicPartition, Long> below = offsets(admin, partitions, OffsetSpec.forTimestamp(keepFrom.toEpochMilli()));
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> starts = offsets(admin, partitions, OffsetSpec.earliest());
        below.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
        for (String group : groups) {
            Map<TopicPartition, OffsetAndMetadata> passed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            below.replaceAll((partition, offset) -> {
                OffsetAndMetadata committed = passed.get(partition);
                return committed == null ? 0 : Math.min(offset, committed.offset());
            });
        }
        below.entrySet().removeIf(entry -> entry.getValue() <= starts.getOrDefault(entry.getKey(), 0L));
        return below;
    }

    private static Set<TopicPartition> partitions(Admin admin, String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicPartition> partitions = new HashSet<>();
        admin.describeTopics(Set.of(topic))
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .values()
                .forEach(description -> description
                        .partitions()
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        return partitions;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, Set<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }
}
