package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.settings.Env;
import io.millrace.query.request.Json;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import io.millrace.testing.EmbeddedServices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two query services over one Kafka and one ClickHouse say the same; neither keeps what the other would miss. */
@Timeout(120)
class TwoInstancesIT {

    private static final Duration SEEN = Duration.ofSeconds(10);
    private static final String TRIALS =
            "{\"name\":\"Trials\",\"rules\":{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"trial\"}}";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Workspace workspace = EmbeddedServices.freshWorkspace();
    private final String key = Ids.secretKey();
    private final QueryServer one;
    private final QueryServer other;

    TwoInstancesIT() {
        TopicAdmin.createMissing(EmbeddedServices.kafka());
        one = start(true);
        other = start(false);
    }

    private QueryServer start(boolean first) {
        KafkaDefinitions definitions = KafkaDefinitions.open(EmbeddedServices.kafka(), Map.of());
        parts.push(definitions);
        DefinitionAccess access = new DefinitionAccess(definitions);
        if (first) {
            access.create(workspace);
            access.create(
                    ApiKey.of(key, workspace.id(), ApiKey.Type.SECRET, "test", Scope.management(), Instant.now()));
        }
        QueryServer server = QueryServer.start(
                QuerySettings.from(new Env(Map.of("MILLRACE_API_PORT", "0", "MILLRACE_SEGMENT_WAIT_MS", "0"))),
                new QueryStores(
                        definitions,
                        access,
                        EmbeddedServices.clickhouse(),
                        EmbeddedServices.sqlClickhouse(),
                        EmbeddedServices.kafka()),
                List.of());
        parts.push(server);
        return server;
    }

    @AfterEach
    void stop() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @Test
    void whatIsDefinedAtOneIsThereAtTheOtherAndEditedByOneAtATime() {
        JsonNode created = json(201, send(one, "POST", "/v1/segments", TRIALS));
        String path = "/v1/segments/" + created.path("id").asText();
        await().atMost(SEEN).until(() -> send(other, "GET", path, "").statusCode() == 200);
        assertThat(json(200, send(other, "GET", path, "")).path("version")).isEqualTo(created.path("version"));

        String edit = "{\"name\":\"%s\",\"version\":" + created.path("version") + "}";
        JsonNode edited = json(200, send(other, "PATCH", path, edit.formatted("Edited there")));
        assertThat(send(one, "PATCH", path, edit.formatted("Edited here")).statusCode())
                .as("an edit of what the other has replaced")
                .isEqualTo(409);

        assertThat(json(200, send(one, "GET", path, "")).path("name")).isEqualTo(edited.path("name"));
        json(200, send(one, "PATCH", "/v1/settings", "{\"domain\":\"acme.example\"}"));
        await().atMost(SEEN).untilAsserted(() -> assertThat(json(200, send(other, "GET", "/v1/settings", ""))
                        .path("domain")
                        .asText())
                .isEqualTo("acme.example"));
        assertThat(send(one, "DELETE", path, "").statusCode()).isLessThan(300);
        await().atMost(SEEN).until(() -> send(other, "GET", path, "").statusCode() == 404);
    }

    @Test
    void bothStreamTheSameChangesAndOneGoesOnWhereTheOtherWasLeft() throws Exception {
        String segment =
                json(201, send(one, "POST", "/v1/segments", TRIALS)).path("id").asText();
        String path = "/v1/segments/" + segment + "/changes";
        await().atMost(SEEN)
                .until(() -> send(other, "GET", "/v1/segments/" + segment, "").statusCode() == 200);
        try (SseClient here = new SseClient(one.port(), path, key, "");
                SseClient there = new SseClient(other.port(), path, key, "")) {
            here.awaitOpen();
            there.awaitOpen();
            produce(segment, "ann", "bob");
            here.awaitChanges(2);
            there.awaitChanges(2);
            assertThat(there.changes()).containsExactlyInAnyOrderElementsOf(here.changes());

            String left = here.lastId();
            here.close();
            produce(segment, "cleo");
            try (SseClient moved = new SseClient(other.port(), path, key, left)) {
                moved.awaitChanges(1);
                assertThat(moved.changes())
                        .extracting(change -> change.path("external_id").asText())
                        .containsExactly("cleo");
            }
        }
    }

    private void produce(String segment, String... users) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String user : users) {
                ContactId contact = ContactId.of(workspace.id(), Person.of(user, null));
                SegmentChange change =
                        new SegmentChange(workspace.id(), segment, contact, user, "", true, "event", 0, 0, 1, "{}");
                byte[] recordKey = (workspace.id() + "/" + contact).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(
                                Topics.SEGMENT_CHANGES, recordKey, SegmentChangeCodec.encode(change)))
                        .get();
            }
        }
    }

    private HttpResponse<String> send(QueryServer server, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + key)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }
}
