package io.millrace.ingest;

import io.millrace.core.health.HealthCheck;
import io.millrace.ingest.key.KeyCheck;
import io.millrace.streams.EventWriter;
import io.millrace.streams.definition.Access;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The HTTP server that takes events. Started, it listens; it answers 503 until Kafka is reached. 200 means that Kafka has
 * the events, on all in-sync replicas.
 */
public final class IngestServer implements AutoCloseable {

    private static final int THREADS_MAX = 32;
    private static final int THREADS_MIN = 4;

    /** Longer than a body may take, which has a deadline of its own. */
    private static final long IDLE_TIMEOUT_MILLIS = 60_000;

    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private final Server server;
    private final ServerConnector connector;
    private final List<AutoCloseable> parts;

    private IngestServer(Server server, ServerConnector connector, List<AutoCloseable> parts) {
        this.server = server;
        this.connector = connector;
        this.parts = parts;
    }

    /**
     * Listens as the settings say.
     *
     * @param checks of what must work besides Kafka for an event to be stored
     * @throws java.io.IOException if the port is taken or the address is not this machine's
     */
    public static IngestServer start(
            IngestSettings settings, String kafkaBootstrap, Access access, List<HealthCheck> checks) throws Exception {
        EventWriter writer = EventWriter.open(kafkaBootstrap, settings.inFlightBytesMax());
        KafkaHealth kafka = new KafkaHealth(kafkaBootstrap, writer);
        List<HealthCheck> all = new ArrayList<>(checks);
        all.add(0, kafka);
        return start(settings, writer, access, all, List.of(kafka), Clock.systemUTC());
    }

    static IngestServer start(
            IngestSettings settings,
            EventWriter writer,
            Access access,
            List<HealthCheck> checks,
            List<AutoCloseable> alsoClosed,
            Clock clock)
            throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
        threads.setName("ingest");
        Scheduler scheduler = new ScheduledExecutorScheduler("ingest-scheduler", true);
        Server server = new Server(threads, scheduler, null);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);

        KeyCheck keys = new KeyCheck(access, clock);
        InFlight inFlight = new InFlight(settings.inFlightBytesMax());
        Door door = new Door(
                settings,
                writer,
                keys,
                new RateLimits(settings.eventsPerSecond()),
                inFlight,
                new IngestMetrics(inFlight),
                new FailureLog(),
                clock,
                scheduler,
                threads);
        server.setHandler(new GracefulHandler(new IngestHandler(door, new Health(checks))));
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP_TIMEOUT_MILLIS);

        List<AutoCloseable> parts = new ArrayList<>(List.of(writer, keys));
        parts.addAll(alsoClosed);
        IngestServer started = new IngestServer(server, connector, parts);
        try {
            server.start();
        } catch (Exception e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(IngestSettings.HEADER_BYTES_MAX);
        http.setSendServerVersion(false);
        // Odd paths are simply not found; the router compares whole paths and opens no files.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Answers what has been read, writes what is on its way to Kafka, and stops; within about 20 seconds. */
    @Override
    public void close() throws Exception {
        try {
            server.stop();
        } finally {
            for (AutoCloseable part : parts) {
                part.close();
            }
        }
    }
}
