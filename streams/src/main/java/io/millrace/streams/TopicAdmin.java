package io.millrace.streams;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing and checks those that are there. */
public final class TopicAdmin {

    private static final long TIMEOUT_SECONDS = 30;
    private static final long RETRY_MILLIS = 50;
    private static final short BROKER_DEFAULT_REPLICATION = -1;

    private TopicAdmin() {}

    /** Kafka cannot be used as it is; the message says which topic, what was found and what is expected. */
    public static final class TopicException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TopicException(String message, Throwable cause) {
            super(message, cause);
        }

        TopicException(String message) {
            super(message);
        }
    }

    /** Leaves all topics of {@link Topics} existing, with their documented partitions; changes no existing topic. */
    public static void createMissing(String bootstrap) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS)))) {
            Set<String> existing = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            for (Topics.Spec spec : Topics.all()) {
                if (!existing.contains(spec.name())) {
                    create(admin, spec);
                }
            }
            Map<String, TopicDescription> found = described(admin);
            for (Topics.Spec spec : Topics.all()) {
                TopicDescription description = found.get(spec.name());
                if (description != null && description.partitions().size() != spec.partitions()) {
                    throw new TopicException("topic " + spec.name() + " has "
                            + description.partitions().size() + " partitions, expected " + spec.partitions()
                            + "; the number is fixed at creation since it decides the order of events");
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicException("Kafka at " + bootstrap + " cannot be asked for its topics: " + cause(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("interrupted while creating topics", e);
        }
    }

    /**
     * Gives topics that an older version created the settings they are created with today. For brokers that belong to
     * Millrace; topics of somebody else's Kafka are not changed.
     */
    public static void alterOwn(String bootstrap) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        Topics.alterable().forEach((topic, settings) -> {
            List<AlterConfigOp> set = new ArrayList<>();
            settings.forEach((name, value) ->
                    set.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), set);
        });
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.incrementalAlterConfigs(changes).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicException("the settings of topics cannot be changed: " + cause(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("interrupted while the settings of topics were changed", e);
        }
    }

    /** A broker confirms that a topic is created a moment before it can be asked about it. */
    private static Map<String, TopicDescription> described(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> names = Topics.all().stream().map(Topics.Spec::name).toList();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    /** That somebody else created it first is as good. */
    private static void create(Admin admin, Topics.Spec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        NewTopic topic =
                new NewTopic(spec.name(), spec.partitions(), BROKER_DEFAULT_REPLICATION).configs(spec.settings());
        try {
            admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static String cause(Exception e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
}
