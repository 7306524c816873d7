package io.millrace.ingest;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.streams.EventWriter;
import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A whole server on a free port, whose records go to Kafka's own in-memory producer. */
final class TestDoor implements AutoCloseable {

    static final String KEY = "test-write-key";
    static final String WORKSPACE = "ws_test";
    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    /** {@code test-write-key:} in base64. */
    static final String AUTHORIZATION = "Authorization: Basic dGVzdC13cml0ZS1rZXk6";

    final KnownKeys keys = new KnownKeys();
    final ApiKey key = keys.add(KEY, WORKSPACE, Scope.EVENTS_WRITE);
    final MockProducer<byte[], byte[]> producer;
    final IngestServer server;

    private TestDoor(boolean autoComplete, Map<String, String> settings, List<HealthCheck> checks) throws Exception {
        producer = new MockProducer<>(autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, String> env = new HashMap<>(Map.of("MILLRACE_INGEST_PORT", "0"));
        env.putAll(settings);
        EventWriter writer = new EventWriter(producer);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        server = IngestServer.start(IngestSettings.from(new Env(env)), writer, keys, checks, List.of(), clock);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(writer::ready);
    }

    static TestDoor open() throws Exception {
        return new TestDoor(true, Map.of(), List.of());
    }

    static TestDoor with(Map<String, String> settings) throws Exception {
        return new TestDoor(true, settings, List.of());
    }

    static TestDoor checking(HealthCheck... checks) throws Exception {
        return new TestDoor(true, Map.of(), List.of(checks));
    }

    /** A broker that acknowledges nothing until the test does. */
    static TestDoor withSlowBroker(Map<String, String> settings) throws Exception {
        return new TestDoor(false, settings, List.of());
    }

    RawClient connect() throws IOException {
        return new RawClient(server.port());
    }

    RawClient.Answer post(String path, String body, String... headers) throws IOException {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    RawClient.Answer post(String path, byte[] body, String... headers) throws IOException {
        try (RawClient client = connect()) {
            return client.request("POST", path, body, headers).answer();
        }
    }

    /** Posts with the key of the tests. */
    RawClient.Answer postAuthorized(String path, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(AUTHORIZATION);
        return post(path, body, all.toArray(String[]::new));
    }

    RawClient.Answer get(String path, String... headers) throws IOException {
        try (RawClient client = connect()) {
            return client.request("GET", path, new byte[0], headers).answer();
        }
    }

    List<EventRecord> stored() throws UnreadableRecordException {
        List<EventRecord> records = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            if (record.topic().equals(Topics.EVENTS)) {
                records.add(EventRecordCodec.decode(record.value()));
            }
        }
        return records;
    }

    List<RejectedRecord> rejected() throws UnreadableRecordException {
        List<RejectedRecord> records = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            if (record.topic().equals(Topics.REJECTED)) {
                records.add(RejectedRecordCodec.decode(record.value()));
            }
        }
        return records;
    }

    /** A counter of {@code /metrics} for the key of the tests; absent is 0. */
    double counted(String outcome) throws IOException {
        String prefix = "millrace_ingest_events_" + outcome + "_total{key=\"" + key.id() + "\"} ";
        Optional<String> line = get("/metrics")
                .text()
                .lines()
                .filter(found -> found.startsWith(prefix))
                .findFirst();
        return line.map(found -> Double.parseDouble(found.substring(prefix.length())))
                .orElse(0.0);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
