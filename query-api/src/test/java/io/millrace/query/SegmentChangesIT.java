package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.streams.Topics;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import io.millrace.testing.EmbeddedServices;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who entered and left: the log in ClickHouse and the stream from Kafka, written as the job writes them. */
class SegmentChangesIT {

    private static final long NOON = 1_772_452_800_000L;

    private final Api api = Api.withKafka();
    private final String segment = created("A");
    private final List<SseClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(SseClient::close);
        api.close();
    }

    @Test
    void changesAreSentAsTheyHappenToWhoAskedForThem() {
        String other = created("B");
        SseClient one = stream("/v1/segments/" + segment + "/changes", "");
        SseClient all = stream("/v1/segments/changes", "");
        SseClient ann = stream("/v1/segments/changes?contact=" + contact("ann"), "");
        produce(false, change(segment, "ann", true, 0), change(other, "ann", true, 1), change(segment, "bob", true, 2));

        all.awaitChanges(3);
        ann.awaitChanges(2);
        one.awaitChanges(2);
        assertThat(one.changes())
                .extracting(json -> json.path("external_id").asText())
                .containsExactly("ann", "bob");
        assertThat(one.changes().get(0).toString())
                .isEqualTo("{\"segment\":\"" + segment + "\",\"contact\":\"" + contact("ann")
                        + "\",\"external_id\":\"ann\",\"anonymous_id\":null,\"change\":\"entered\",\"cause\":\"event\","
                        + "\"at\":\"2026-03-02T12:00:00.000Z\",\"known_at\":\"2026-03-02T12:00:00.000Z\",\"version\":7,"
                        + "\"evidence\":{\"n\":0}}");
        assertThat(ann.changes())
                .extracting(json -> json.path("segment").asText())
                .containsExactlyInAnyOrder(segment, other);
    }

    @Test
    void whoComesBackWithAnIdMissesNothingAndGetsNothingTwice() {
        SseClient first = stream("/v1/segments/" + segment + "/changes", "");
        produce(false, change(segment, "u0", true, 0), change(segment, "u1", true, 1));
        first.awaitChanges(2);
        String id = first.lastId();
        first.close();
        for (int i = 2; i < 50; i++) {
            produce(false, change(segment, "u" + i, true, i));
        }

        SseClient back = stream("/v1/segments/" + segment + "/changes", id);
        produce(false, change(segment, "u50", true, 50));
        back.awaitChanges(49);

        List<String> expected = new ArrayList<>();
        for (int i = 2; i <= 50; i++) {
            expected.add("u" + i);
        }
        assertThat(back.changes())
                .extracting(json -> json.path("external_id").asText())
                .containsExactlyInAnyOrderElementsOf(expected);
        // In the middle of what was caught up with, too.
        String middle = back.idOf(20);
        List<String> rest = new ArrayList<>(expected);
        back.changes()
                .subList(0, 21)
                .forEach(json -> rest.remove(json.path("external_id").asText()));
        SseClient again = stream("/v1/segments/" + segment + "/changes", middle);
        again.awaitChanges(rest.size());
        assertThat(again.changes())
                .extracting(json -> json.path("external_id").asText())
                .containsExactlyInAnyOrderElementsOf(rest);
    }

    @Test
    void whatIsNotCommittedIsSeenEarlyOrNotAtAll() {
        SseClient committed = stream("/v1/segments/" + segment + "/changes", "");
        SseClient early = stream("/v1/segments/" + segment + "/changes?early=true", "");
        produceAndAbort(change(segment, "aborted", true, 0));
        early.awaitChanges(1);
        produce(true, change(segment, "kept", true, 1));

        committed.awaitChanges(1);
        early.awaitChanges(2);
        assertThat(committed.changes())
                .extracting(json -> json.path("external_id").asText())
                .containsExactly("kept");
    }

    @Test
    void aStreamOfAnotherWorkspaceShowsNothing() {
        try (Api other = Api.withKafka()) {
            SseClient foreign = new SseClient(other.port(), "/v1/segments/changes", other.secretKey, "");
            clients.add(foreign);
            foreign.awaitOpen();
            SseClient own = stream("/v1/segments/changes", "");
            produce(false, change(segment, "ann", true, 0));
            own.awaitChanges(1);

            assertThat(foreign.changes()).isEmpty();
            assertThat(other.get("/v1/segments/" + segment + "/changes", other.secretKey, "Accept", "text/event-stream")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aStreamIsGuardedAndItsParametersAreChecked() {
        String path = "/v1/segments/" + segment + "/changes";
        assertThat(api.get(path, null, "Accept", "text/event-stream").statusCode())
                .isEqualTo(401);
        assertThat(api.get(path + "?early=perhaps", api.secretKey, "Accept", "text/event-stream")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.get(path, api.secretKey, "Accept", "text/event-stream", "Last-Event-ID", "7")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.get(path + "?contact=nobody", api.secretKey, "Accept", "text/event-stream")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aServiceThatStopsEndsItsStreams() {
        Api stopping = Api.withKafka();
        SseClient client = new SseClient(stopping.port(), "/v1/segments/changes", stopping.secretKey, "");
        clients.add(client);
        client.awaitOpen();
        stopping.close();

        await().atMost(Duration.ofSeconds(10)).until(client::ended);
    }

    @Test
    void theLogComesInPagesInBothOrdersAndAsCsv() {
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(row(segment, "u" + i % 2, i % 4 < 2, i));
        }
        api.insert("segment_changes", rows);
        api.insert("contacts", List.of(contactRow("u0"), contactRow("u1")));
        String path = "/v1/segments/" + segment + "/changes";

        List<String> newestFirst = pages(path + "?limit=2");
        assertThat(newestFirst).containsExactly("u0@4", "u1@3", "u0@2", "u1@1", "u0@0");
        assertThat(pages(path + "?limit=3&order=asc")).containsExactly("u0@0", "u1@1", "u0@2", "u1@3", "u0@4");
        assertThat(pages(path + "?contact=u1")).containsExactly("u1@3", "u1@1");
        assertThat(pages(path + "?from=2026-03-02T12:00:00.001Z&to=2026-03-02T12:00:00.003Z"))
                .containsExactly("u0@2", "u1@1");
        assertThat(pages("/v1/segments/changes?limit=1")).hasSize(5);
        HttpResponse<String> csv = api.get(path + "?format=csv&limit=1", api.secretKey);
        assertThat(csv.body())
                .startsWith("segment,contact,external_id,anonymous_id,change,cause,at,known_at,version,evidence\r\n"
                        + segment + "," + contact("u0") + ",u0,,entered,event,");
        assertThat(api.get(path + "?cursor=x", api.secretKey).statusCode()).isEqualTo(400);
        assertThat(api.get(path + "?order=up&from=soon", api.secretKey).body())
                .contains("\"field\":\"order\"", "\"field\":\"from\"");
    }

    private List<String> pages(String path) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = api.json(200, api.get(path + cursor, api.secretKey));
            page.path("data")
                    .forEach(json -> all.add(json.path("external_id").asText() + "@"
                            + json.path("evidence").path("n").asInt()));
            if (!page.path("has_more").asBoolean()) {
                return all;
            }
            cursor = (path.contains("?") ? "&" : "?") + "cursor="
                    + page.path("next_cursor").asText();
        }
    }

    private SseClient stream(String path, String lastEventId) {
        SseClient client = new SseClient(api.port(), path, api.secretKey, lastEventId);
        clients.add(client);
        client.awaitOpen();
        return client;
    }

    private String created(String name) {
        return api.json(201, api.post("/v1/segments", api.secretKey, "{\"name\":\"" + name + "\",\"type\":\"static\"}"))
                .path("id")
                .asText();
    }

    private ContactId contact(String user) {
        return ContactId.of(api.workspace.id(), Person.of(user, null));
    }

    private SegmentChange change(String of, String user, boolean entered, int n) {
        return new SegmentChange(
                api.workspace.id(),
                of,
                contact(user),
                user,
                "",
                entered,
                "event",
                NOON + n,
                NOON + n,
                7,
                "{\"n\":" + n + "}");
    }

    private ObjectNode row(String of, String user, boolean entered, int n) {
        String at = "2026-03-02 12:00:00.00" + n;
        return Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put("segment", of)
                .put("contact", contact(user).number())
                .put("change", entered ? "entered" : "exited")
                .put("cause", "event")
                .put("at", at)
                .put("known_at", at)
                .put("rule_version", 7)
                .put("evidence", "{\"n\":" + n + "}")
                .put("version", n);
    }

    private ObjectNode contactRow(String user) {
        return Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put("contact", contact(user).number())
                .put("external_id", user)
                .put("traits", "{}")
                .put("version", 1);
    }

    private static void produce(boolean inTransaction, SegmentChange... changes) {
        try (KafkaProducer<byte[], byte[]> producer = producer(inTransaction)) {
            if (inTransaction) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            for (SegmentChange change : changes) {
                producer.send(record(change)).get();
            }
            if (inTransaction) {
                producer.commitTransaction();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka did not take the changes", e);
        }
    }

    private static void produceAndAbort(SegmentChange change) {
        try (KafkaProducer<byte[], byte[]> producer = producer(true)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(change)).get();
            producer.abortTransaction();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka did not take the change", e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(SegmentChange change) {
        return new ProducerRecord<>(
                Topics.SEGMENT_CHANGES,
                change.key().getBytes(StandardCharsets.UTF_8),
                SegmentChangeCodec.encode(change));
    }

    private static KafkaProducer<byte[], byte[]> producer(boolean inTransaction) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers", EmbeddedServices.kafka(),
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class));
        if (inTransaction) {
            settings.put(
                    "transactional.id",
                    "changes-" + EmbeddedServices.freshWorkspace().id());
        }
        return new KafkaProducer<>(settings);
    }
}
