package io.millrace.embedded.kafka;

import io.millrace.core.health.HealthCheck;
import java.io.IOException;
import java.net.BindException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker with its controller in this process. What it acknowledged survives {@code kill -9}; the next start on
 * the same folder is the same cluster, whatever its ports. Several may run in one process, each on a folder of its own.
 * Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int PORT_ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final BrokerPorts ports;
    private final KafkaHealth health;

    private EmbeddedKafka(KafkaRaftServer server, BrokerPorts ports) {
        this.server = server;
        this.ports = ports;
        this.health = KafkaHealth.of(bootstrap());
    }

    /**
     * Starts the broker and returns when it serves.
     *
     * @throws EmbeddedKafkaException if the port is taken, the folder cannot be written or is of a newer Kafka
     */
    public static EmbeddedKafka start(EmbeddedKafkaConfig config) {
        new BrokerStorage(config.dataDir()).prepare();
        for (int attempt = 1; ; attempt++) {
            BrokerPorts ports = pickPorts(config);
            KafkaRaftServer server =
                    new KafkaRaftServer(new KafkaConfig(BrokerProperties.of(config, ports)), Time.SYSTEM);
            try {
                server.startup();
                LOG.info("Kafka serves {} from {}", ports.brokerAddress(), config.dataDir());
                return new EmbeddedKafka(server, ports);
            } catch (RuntimeException e) {
                server.shutdown();
                server.awaitShutdown();
                if (causeIsTakenPort(e) && config.port() == 0 && attempt < PORT_ATTEMPTS) {
                    LOG.info("A free port was taken before Kafka bound it; trying others");
                    continue;
                }
                throw new EmbeddedKafkaException(sentence(config, ports, e), e);
            }
        }
    }

    private static BrokerPorts pickPorts(EmbeddedKafkaConfig config) {
        try {
            return BrokerPorts.pick(config.port());
        } catch (BindException e) {
            throw new EmbeddedKafkaException(takenPort(config.port()), e);
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Kafka found no free port on loopback: " + e.getMessage(), e);
        }
    }

    private static String sentence(EmbeddedKafkaConfig config, BrokerPorts ports, RuntimeException e) {
        return causeIsTakenPort(e)
                ? takenPort(ports.broker())
                : "Kafka cannot start on " + config.dataDir() + ": " + e.getMessage();
    }

    private static String takenPort(int port) {
        return "Kafka's port " + port + " is taken by another program";
    }

    private static boolean causeIsTakenPort(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** Where clients find it, {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return ports.brokerAddress();
    }

    public HealthCheck health() {
        return health;
    }

    /** Stops cleanly: everything is flushed, the next start recovers nothing. */
    @Override
    public void close() {
        health.close();
        server.shutdown();
        server.awaitShutdown();
    }
}
