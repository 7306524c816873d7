package io.millrace.ingest;

import io.millrace.core.health.HealthCheck;
import io.millrace.streams.EventWriter;
import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether Kafka would take events now. Asks the leaders of all partitions of topic {@code events} for their ends every
 * second, so that it knows also when nobody sends. Thread-safe.
 */
final class KafkaHealth implements HealthCheck, AutoCloseable {

    private static final int PERIOD_MILLIS = 1000;
    private static final int TIMEOUT_MILLIS = 2000;
    private static final long STALE_NANOS = Duration.ofSeconds(4).toNanos();

    private final EventWriter writer;
    private final Admin admin;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "ingest-kafka-health");
        created.setDaemon(true);
        return created;
    });
    private volatile @Nullable Long reachedNanos;
    private volatile boolean topicsSeen;
    private volatile String lastError = "";

    KafkaHealth(String bootstrap, EventWriter writer) {
        this.writer = writer;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "millrace-ingest-health",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                PERIOD_MILLIS));
        var unused = thread.scheduleWithFixedDelay(this::probe, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void probe() {
        try {
            int partitions = admin.describeTopics(List.of(Topics.EVENTS))
                    .allTopicNames()
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
            admin.listOffsets(IntStream.range(0, partitions)
                            .boxed()
                            .collect(Collectors.toMap(
                                    number -> new TopicPartition(Topics.EVENTS, number),
                                    number -> OffsetSpec.latest())))
                    .all()
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            topicsSeen = writer.seesTopics();
            reachedNanos = System.nanoTime();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            lastError = String.valueOf(cause.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Optional<String> problem() {
        Long reached = reachedNanos;
        if (reached == null) {
            return Optional.of("Kafka has not been reached yet: " + lastError);
        }
        long silentNanos = System.nanoTime() - reached;
        if (silentNanos > STALE_NANOS) {
            return Optional.of("Kafka has not answered for " + TimeUnit.NANOSECONDS.toSeconds(silentNanos)
                    + " seconds: " + lastError);
        }
        return topicsSeen ? Optional.empty() : Optional.of("the topics are not in sight");
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
