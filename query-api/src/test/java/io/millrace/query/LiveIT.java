package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.event.RejectReason;
import io.millrace.query.request.Json;
import io.millrace.streams.Topics;
import io.millrace.streams.record.Decision;
import io.millrace.streams.record.DecisionsCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import io.millrace.testing.EmbeddedServices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events as they come, over HTTP; events and decisions are written as ingest and the job write them. */
class LiveIT {

    private static final String LIVE = "/v1/analytics/live";

    /** On a slow machine an event may be shown as pending before the test comes to decide about it. */
    private static final String DECIDED = "outcome=accepted,duplicate,rejected";

    private final Api api = Api.withKafka();
    private final List<SseClient> clients = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", EmbeddedServices.kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    @AfterEach
    void close() {
        clients.forEach(SseClient::close);
        producer.close();
        api.close();
    }

    @Test
    void eachEventIsShownWithWhatBecameOfIt() {
        SseClient all = stream(api, "?" + DECIDED);
        RecordMetadata stored = event("m1", EventType.TRACK, "signup", "ann", null);
        RecordMetadata copy = event("m1", EventType.TRACK, "signup", "ann", null);
        RecordMetadata early = event("m2", EventType.IDENTIFY, null, "ann", "a1");
        DecisionsCodec.Writer decisions = new DecisionsCodec.Writer();
        decisions.add(stored.partition(), stored.offset(), Decision.Outcome.STORED);
        decisions.add(copy.partition(), copy.offset(), Decision.Outcome.DUPLICATE);
        decisions.addRejected(early.partition(), early.offset(), RejectReason.TIMESTAMP_OUT_OF_RANGE, "before 1970");
        decided(decisions);
        all.awaitChanges(3);
        RecordMetadata rejected =
                rejected(RejectReason.MISSING_EVENT, "{\"type\":\"track\",\"user_id\":\"bob\",\"x\":[1]}");
        all.awaitChanges(4);

        assertThat(all.changes())
                .extracting(json -> json.path("outcome").asText())
                .containsExactly("accepted", "duplicate", "rejected", "rejected");
        ObjectNode first = (ObjectNode) all.changes().get(0);
        assertThat(first.path("timestamp").asText()).isEqualTo("2026-03-02T12:00:00.000Z");
        assertThat(first.remove("received_at").asText()).startsWith("20");
        assertThat(((ObjectNode) first.path("payload")).remove("receivedAt").asText())
                .startsWith("20");
        assertThat(first.toString())
                .isEqualTo("{\"outcome\":\"accepted\",\"reason\":null,\"detail\":null,\"type\":\"track\","
                        + "\"event\":\"signup\",\"message_id\":\"m1\",\"user_id\":\"ann\",\"anonymous_id\":null,"
                        + "\"timestamp\":\"2026-03-02T12:00:00.000Z\",\"topic\":\"events\",\"partition\":"
                        + stored.partition() + ",\"offset\":" + stored.offset()
                        + ",\"payload\":{\"messageId\":\"m1\",\"type\":\"track\",\"event\":\"signup\",\"userId\":\"ann\","
                        + "\"anonymousId\":null,\"timestamp\":\"2026-03-02T12:00:00.000Z\",\"context\":{},"
                        + "\"properties\":{\"plan\":\"gold\"}}}");
        assertThat(all.changes().get(2).path("reason").asText()).isEqualTo("timestamp_out_of_range");
        assertThat(all.changes().get(2).path("detail").asText()).isEqualTo("before 1970");
        assertThat(all.changes().get(2).path("event").isNull()).isTrue();
        JsonNode last = all.changes().get(3);
        assertThat(last.path("reason").asText()).isEqualTo("missing_event");
        assertThat(last.path("user_id").asText()).isEqualTo("bob");
        assertThat(last.path("topic").asText()).isEqualTo("events.rejected");
        assertThat(last.path("offset").asLong()).isEqualTo(rejected.offset());
        assertThat(last.path("payload").path("x").toString()).isEqualTo("[1]");
    }

    @Test
    void clientsSeeWhatTheyAskedForAndNobodySeesAnothersWorkspace() {
        link("a1", "ann");
        SseClient byName = stream(api, "?event=video_*&" + DECIDED);
        SseClient people = stream(api, "?event=*&" + DECIDED);
        SseClient byType = stream(api, "?type=identify&" + DECIDED);
        SseClient byUser = stream(api, "?user_id=bob&" + DECIDED);
        SseClient byContact = stream(api, "?contact_id=ann&" + DECIDED);
        SseClient byId = stream(api, "?contact_id=" + contact("ann") + "&" + DECIDED);
        SseClient byOutcome = stream(api, "?outcome=duplicate,rejected");
        SseClient all = stream(api, "?" + DECIDED);
        try (Api other = Api.withKafka()) {
            SseClient theirs = stream(other, "");
            store(event("m1", EventType.TRACK, "video_play", "ann", null));
            store(event("m2", EventType.TRACK, "signup", "bob", "b1"));
            store(event("m3", EventType.IDENTIFY, null, "bob", null));
            store(event("m4", EventType.PAGE, null, null, "a1"));
            decide(event("m4", EventType.PAGE, null, null, "a1"), Decision.Outcome.DUPLICATE);
            all.awaitChanges(5);

            assertThat(ids(all)).containsExactly("m1", "m2", "m3", "m4", "m4");
            assertThat(ids(byName)).containsExactly("m1");
            assertThat(ids(people)).containsExactly("m1", "m2", "m4", "m4");
            assertThat(ids(byType)).containsExactly("m3");
            assertThat(ids(byUser)).containsExactly("m2", "m3");
            assertThat(ids(byContact)).containsExactly("m1", "m4", "m4");
            assertThat(ids(byId)).containsExactly("m1", "m4", "m4");
            assertThat(ids(byOutcome)).containsExactly("m4");
            assertThat(ids(theirs)).isEmpty();
        }
    }

    @Test
    void anEventWhoseDecisionIsLateIsPendingFirst() {
        SseClient all = stream(api, "");
        RecordMetadata event = event("m1", EventType.TRACK, "signup", "ann", null);
        all.awaitChanges(1);
        store(event);
        all.awaitChanges(2);

        assertThat(all.changes())
                .extracting(json -> json.path("outcome").asText())
                .containsExactly("pending", "accepted");
    }

    @Test
    void nothingIsReadWhenNobodyWatches() {
        // Those of the tests before may be ending still.
        await().atMost(Duration.ofSeconds(30)).until(() -> readers() == 0);
        SseClient first = stream(api, "");
        assertThat(readers()).isEqualTo(1);
        SseClient second = stream(api, "");
        assertThat(readers()).isEqualTo(1);
        first.close();
        second.close();
        // A client that left is found out when there is something for it.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            store(event("m1", EventType.TRACK, "signup", "ann", null));
            return readers() == 0;
        });

        SseClient again = stream(api, "?" + DECIDED);
        store(event("m2", EventType.TRACK, "signup", "ann", null));
        again.awaitChanges(1);
        assertThat(ids(again)).containsExactly("m2");
    }

    @Test
    void aClientNeedNotSayThatItTakesAStream() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + LIVE))
                                .header("Authorization", "Bearer " + api.secretKey)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(response.headers().firstValue("content-type")).contains("text/event-stream;charset=utf-8");
            assertThat(lines.readLine()).isEqualTo("retry: 1000");
        }
    }

    @Test
    void whatIsNoFilterIsRefused() {
        JsonNode faults = api.json(400, api.get(LIVE + "?type=click&outcome=lost&colour=1", api.secretKey))
                .path("error")
                .path("details");

        assertThat(Api.texts(faults, "field")).containsExactly("colour", "type", "outcome");
        assertThat(api.get(LIVE, null).statusCode()).isEqualTo(401);
    }

    private SseClient stream(Api of, String parameters) {
        SseClient client = new SseClient(of.port(), LIVE + parameters, of.secretKey, "");
        clients.add(client);
        client.awaitOpen();
        return client;
    }

    private static List<String> ids(SseClient client) {
        return client.changes().stream()
                .map(json -> json.path("message_id").asText())
                .toList();
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("live"))
                .count();
    }

    private RecordMetadata event(
            String messageId,
            EventType type,
            @Nullable String name,
            @Nullable String user,
            @Nullable String anonymous) {
        EventRecord record = new EventRecord(
                api.workspace.id(),
                "key_test",
                "",
                type,
                messageId,
                name,
                user,
                anonymous,
                1_772_452_800_000L,
                null,
                0,
                "{\"context\":{},\"properties\":{\"plan\":\"gold\"}}".getBytes(StandardCharsets.UTF_8));
        return send(Topics.EVENTS, api.workspace.id(), EventRecordCodec.encode(record));
    }

    private RecordMetadata rejected(RejectReason reason, String payload) {
        return send(
                Topics.REJECTED,
                api.workspace.id(),
                RejectedRecordCodec.encode(new RejectedRecord(
                        api.workspace.id(),
                        "key_test",
                        "",
                        null,
                        reason,
                        "event: found nothing",
                        0,
                        payload.getBytes(StandardCharsets.UTF_8))));
    }

    private void store(RecordMetadata event) {
        decide(event, Decision.Outcome.STORED);
    }

    private void decide(RecordMetadata event, Decision.Outcome outcome) {
        DecisionsCodec.Writer decisions = new DecisionsCodec.Writer();
        decisions.add(event.partition(), event.offset(), outcome);
        decided(decisions);
    }

    private void decided(DecisionsCodec.Writer decisions) {
        // One partition of each topic, so that what is shown keeps this order.
        send(Topics.EVENT_DECISIONS, "k", decisions.take());
    }

    private RecordMetadata send(String topic, String key, byte[] value) {
        try {
            return producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka did not take the record", e);
        }
    }

    private void link(String anonymous, String user) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put(
                "person",
                ContactId.of(api.workspace.id(), new Person(Person.Kind.ANONYMOUS, anonymous))
                        .number());
        row.put("from_ms", 0).put("contact", contact(user).number());
        row.put("kind", "a").put("id", anonymous).put("version", 1);
        api.insert("identities", List.of(row));
    }

    private ContactId contact(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }
}
