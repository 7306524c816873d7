package io.millrace.embedded.kafka;

import io.millrace.core.health.HealthCheck;
import io.millrace.core.health.PolledCheck;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a Kafka cluster, embedded or not, every second whether it answers. Thread-safe. */
public final class KafkaHealth implements HealthCheck, AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Admin admin;
    private final PolledCheck check;

    private KafkaHealth(Admin admin, PolledCheck check) {
        this.admin = admin;
        this.check = check;
    }

    public static KafkaHealth of(String bootstrap) {
        int patienceMillis = Math.toIntExact(PATIENCE.toMillis());
        Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "millrace-health",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patienceMillis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                patienceMillis,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                Math.toIntExact(PAUSE.toMillis())));
        return new KafkaHealth(admin, PolledCheck.start("kafka", PAUSE, () -> ask(admin, bootstrap)));
    }

    private static Optional<String> ask(Admin admin, String bootstrap) {
        try {
            boolean empty = admin.describeCluster()
                    .nodes()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .isEmpty();
            return empty ? Optional.of("Kafka at " + bootstrap + " has no broker in service") : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("Kafka at " + bootstrap + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Kafka at " + bootstrap + " is not asked any more");
        }
    }

    @Override
    public String name() {
        return check.name();
    }

    @Override
    public Optional<String> problem() {
        return check.problem();
    }

    @Override
    public void close() {
        check.close();
        admin.close(Duration.ZERO);
    }
}
