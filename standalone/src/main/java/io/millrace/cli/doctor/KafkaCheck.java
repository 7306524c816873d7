package io.millrace.cli.doctor;

import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** An external Kafka: whether it answers, its limits, and the topics it has already. */
final class KafkaCheck {

    private static final long ANSWER_SECONDS = 15;

    /** A transaction stays open from one checkpoint to the next, and through a restart. */
    private static final long TRANSACTION_MILLIS_MIN = Duration.ofMinutes(15).toMillis();

    private final String bootstrap;

    KafkaCheck(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    List<Finding> findings() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "5000",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                "10000");
        try (Admin admin = Admin.create(settings)) {
            Collection<Node> nodes = admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok("kafka", bootstrap + " answers, " + nodes.size() + " broker(s)"));
            findings.addAll(broker(config(admin, ConfigResource.Type.BROKER, anyOf(nodes))));
            findings.addAll(topics(admin));
            return findings;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return List.of(Finding.fail(
                    "kafka",
                    bootstrap + " cannot be asked: " + reason(e),
                    "check MILLRACE_KAFKA, and that the broker runs and lets this machine in"));
        }
    }

    static List<Finding> broker(Map<String, String> config) {
        long transaction = number(config, "transaction.max.timeout.ms");
        long socket = number(config, "socket.request.max.bytes");
        return List.of(
                transaction >= TRANSACTION_MILLIS_MIN
                        ? Finding.ok("kafka", "transactions may last " + transaction / 1000 + " s")
                        : Finding.fail(
                                "kafka",
                                "transactions may last only " + transaction / 1000 + " s",
                                "set transaction.max.timeout.ms of the brokers to at least " + TRANSACTION_MILLIS_MIN),
                socket >= Topics.RECORD_BYTES_MAX
                        ? Finding.ok("kafka", "requests may have " + socket + " bytes")
                        : Finding.fail(
                                "kafka",
                                "requests may have only " + socket + " bytes",
                                "set socket.request.max.bytes of the brokers to at least " + Topics.RECORD_BYTES_MAX));
    }

    private static List<Finding> topics(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        List<Finding> findings = new ArrayList<>();
        for (Topics.Spec topic : Topics.all()) {
            if (!existing.contains(topic.name())) {
                findings.add(Finding.ok("topic", topic.name() + " does not exist yet; it is created at the start"));
                continue;
            }
            TopicDescription found = admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .get(topic.name());
            int partitions = found == null ? 0 : found.partitions().size();
            findings.add(topic(topic, partitions, config(admin, ConfigResource.Type.TOPIC, topic.name())));
        }
        return findings;
    }

    static Finding topic(Topics.Spec wanted, int partitions, Map<String, String> config) {
        if (partitions != wanted.partitions()) {
            return Finding.fail(
                    "topic",
                    wanted.name() + " has " + partitions + " partitions, expected " + wanted.partitions(),
                    "the order of events depends on it: recreate the topic before there are events in it");
        }
        List<String> different = wanted.settings().entrySet().stream()
                .filter(setting -> !setting.getValue().equals(config.get(setting.getKey())))
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .sorted()
                .collect(Collectors.toList());
        return different.isEmpty()
                ? Finding.ok("topic", wanted.name() + " has " + partitions + " partitions and its settings")
                : Finding.fail(
                        "topic",
                        wanted.name() + " has other settings",
                        "kafka-configs --alter --entity-type topics --entity-name " + wanted.name() + " --add-config "
                                + String.join(",", different));
    }

    private static Map<String, String> config(Admin admin, ConfigResource.Type type, String name)
            throws InterruptedException, ExecutionException, TimeoutException {
        ConfigResource resource = new ConfigResource(type, name);
        Config config = admin.describeConfigs(List.of(resource))
                .all()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .get(resource);
        return config == null
                ? Map.of()
                : config.entries().stream()
                        .filter(entry -> entry.value() != null)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static String anyOf(Collection<Node> nodes) {
        return nodes.iterator().next().idString();
    }

    private static long number(Map<String, String> config, String name) {
        return Long.parseLong(config.getOrDefault(name, "0"));
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
