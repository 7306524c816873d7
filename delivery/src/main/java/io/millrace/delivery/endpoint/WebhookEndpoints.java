package io.millrace.delivery.endpoint;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.delivery.call.Caller;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.WebhookStore;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Tells webhook endpoints what happens: each delivery is stored before its record's offset is committed, and called until
 * the endpoint takes it or the attempts are used up, over restarts too. At least once, under one id.
 */
public final class WebhookEndpoints implements AutoCloseable {

    private final Deque<AutoCloseable> parts;

    private WebhookEndpoints(Deque<AutoCloseable> parts) {
        this.parts = parts;
    }

    /** The consumer group that reads {@code events} and {@code segment-changes}: what it has not passed must stay. */
    public static Set<String> groups() {
        return Set.of(EndpointPipeline.GROUP);
    }

    /**
     * Begins to tell.
     *
     * @param client is not closed here
     * @param caller is closed with this, at once if this does not start
     */
    public static WebhookEndpoints start(
            EndpointSettings settings,
            String bootstrap,
            Definitions definitions,
            ClickHouseClient client,
            Caller caller,
            Clock clock) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        parts.push(caller);
        try {
            DeliveryLog log = own(parts, new DeliveryLog(bootstrap));
            DeliveryReader reader = own(parts, new DeliveryReader(bootstrap));
            Schedule schedule = new Schedule(settings.waitingMax(), settings.perEndpoint(), settings.openFor());
            EndpointPipeline pipeline = new EndpointPipeline(
                    bootstrap, definitions, new ClickHouseContacts(client), log, reader, schedule, clock);
            Worker worker = own(
                    parts,
                    new Worker(
                            new Worker.Parts(
                                    schedule,
                                    reader,
                                    log,
                                    new WebhookStore(definitions),
                                    new EndpointCall(caller, clock),
                                    clock),
                            new RetryPlan(settings.firstDelay()),
                            settings.concurrency(),
                            pipeline::owns));
            own(parts, pipeline);
            LogProjection projection = own(parts, new LogProjection(bootstrap, client));
            worker.start();
            pipeline.start();
            projection.start();
            return new WebhookEndpoints(parts);
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static <T extends AutoCloseable> T own(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Finishes what is being sent, within about twenty seconds. */
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        RuntimeException failure = null;
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                failure = new IllegalStateException("a part of webhook endpoints does not stop", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
