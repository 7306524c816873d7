package io.millrace.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the door counts and measures, for Prometheus. Keys appear by id, never as themselves. Thread-safe. */
final class IngestMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Accounting> byKey = new ConcurrentHashMap<>();
    private final Map<Integer, Timer> byStatus = new ConcurrentHashMap<>();

    IngestMetrics(InFlight inFlight) {
        Gauge.builder("millrace.ingest.in.flight.bytes", inFlight, InFlight::bytes)
                .description("Bytes of bodies and records not settled yet.")
                .register(registry);
    }

    Accounting events(String keyId) {
        return byKey.computeIfAbsent(keyId, id -> new Accounting(registry, id));
    }

    /** @param beginNanos of {@link System#nanoTime}, when the request's first byte was read */
    void answered(int status, long beginNanos) {
        byStatus.computeIfAbsent(status, this::timer).record(Duration.ofNanos(System.nanoTime() - beginNanos));
    }

    private Timer timer(int status) {
        return Timer.builder("millrace.ingest.requests")
                .description("Requests by status, and the time from their first byte to their answer.")
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4))
                .register(registry);
    }

    String scrape() {
        return registry.scrape();
    }
}
