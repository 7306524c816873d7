package io.millrace.query.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the two jobs are: what one has stored and what the other has read. Thread-safe. */
final class JobsProgress implements AutoCloseable {

    /** Under this group AudienceJob commits what its checkpoints hold. */
    static final String AUDIENCE_GROUP = "millrace-audience-job";

    private static final int TIMEOUT_SECONDS = 10;
    private static final int PARTITIONS = Topics.all().stream()
            .filter(topic -> topic.name().equals(Topics.EVENTS))
            .mapToInt(Topics.Spec::partitions)
            .sum();

    private final ClickHouseClient client;
    private final Admin admin;

    JobsProgress(String kafka, ClickHouseClient client) {
        this.client = client;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000));
    }

    /** The offset after the last event that arrived before an instant that is past, by partition. */
    Map<Integer, Long> eventsBefore(long epochMillis) {
        // The ends first: they stand for partitions to which nothing was added since the instant.
        Map<Integer, Long> ends = offsets(OffsetSpec.latest());
        offsets(OffsetSpec.forTimestamp(epochMillis)).forEach((partition, offset) -> {
            if (offset >= 0) {
                ends.put(partition, offset);
            }
        });
        return ends;
    }

    /** How many records of topic events are left of these that EventJob has neither stored nor decided not to. */
    long unstored(Map<Integer, Long> ends) {
        Map<Integer, Long> passed = new HashMap<>();
        for (JsonNode row : client.rows(
                Sql.of(
                        """
                SELECT partition, sum(n) AS n FROM ingest_outcomes WHERE topic = 'events' GROUP BY partition
                """))) {
            passed.put(row.path("partition").asInt(), row.path("n").asLong());
        }
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - passed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** How many seeds are left of these that no checkpoint of AudienceJob holds. */
    long unreadSeeds(Map<Integer, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> committed = answer(() -> admin.listConsumerGroupOffsets(AUDIENCE_GROUP)
                .partitionsToOffsetAndMetadata()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata read = committed.get(new TopicPartition(Topics.AUDIENCE_SEEDS, end.getKey()));
                    return Math.max(0, end.getValue() - (read == null ? 0 : read.offset()));
                })
                .sum();
    }

    private Map<Integer, Long> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            asked.put(new TopicPartition(Topics.EVENTS, partition), which);
        }
        Map<TopicPartition, ListOffsetsResultInfo> found =
                answer(() -> admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        Map<Integer, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
        return offsets;
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackfillException("interrupted while asking Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BackfillException("Kafka cannot be asked how far the jobs are", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(TIMEOUT_SECONDS));
    }
}
