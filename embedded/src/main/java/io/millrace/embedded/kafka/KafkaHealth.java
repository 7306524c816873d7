package io.millrace.embedded.kafka;

import io.millrace.core.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a Kafka cluster, embedded or not, every second whether it answers. Thread-safe. */
public final class KafkaHealth implements HealthCheck, AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String bootstrap;
    private final Admin admin;
    private final ScheduledExecutorService timer;
    private volatile Optional<String> problem = Optional.empty();

    private KafkaHealth(String bootstrap) {
        this.bootstrap = bootstrap;
        int patienceMillis = Math.toIntExact(PATIENCE.toMillis());
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "millrace-health",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patienceMillis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                patienceMillis,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                Math.toIntExact(INTERVAL.toMillis())));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kafka-health");
            thread.setDaemon(true);
            return thread;
        });
    }

    public static KafkaHealth of(String bootstrap) {
        KafkaHealth health = new KafkaHealth(bootstrap);
        health.timer.scheduleWithFixedDelay(health::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return health;
    }

    private void ask() {
        try {
            boolean empty = admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .isEmpty();
            problem = empty ? Optional.of("Kafka at " + bootstrap + " has no broker in service") : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            problem = Optional.of("Kafka at " + bootstrap + " does not answer");
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
        return problem;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
