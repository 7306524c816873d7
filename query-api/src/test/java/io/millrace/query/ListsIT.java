package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.Topics;
import io.millrace.streams.record.ClockRecord;
import io.millrace.testing.EmbeddedServices;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was stored and what was rejected, read back page by page. */
class ListsIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aRowIsTheEventAsStoredWithEveryDocumentedField() {
        api.track("ann", "buy", "2026-02-01T10:00:00.000Z");
        String text =
                "{\"messageId\":\"m\",\"type\":\"track\",\"event\":\"buy\",\"userId\":\"ann\",\"anonymousId\":null,"
                        + "\"timestamp\":\"2026-02-01T10:00:00.000Z\",\"receivedAt\":\"2026-02-01T10:00:00.000Z\","
                        + "\"context\":{},\"properties\":{\"total\":1.10000000000000000000000000000000000001},\"own\":007e}";
        api.lastRow().put("text", text.replace("007e", "[1,2]"));
        api.stored();

        HttpResponse<String> page = api.get("/v1/analytics/events", api.secretKey);

        assertThat(page.body())
                .isEqualTo("{\"data\":[{\"messageId\":\"m\",\"type\":\"track\",\"event\":\"buy\",\"userId\":\"ann\","
                        + "\"anonymousId\":null,\"timestamp\":\"2026-02-01T10:00:00.000Z\",\"originalTimestamp\":null,"
                        + "\"receivedAt\":\"2026-02-01T10:00:00.000Z\",\"context\":{},"
                        + "\"properties\":{\"total\":1.10000000000000000000000000000000000001},\"traits\":null,"
                        + "\"integrations\":null,\"own\":[1,2]}],\"has_more\":false,\"next_cursor\":null}");
    }

    @Test
    void anOffsetWhosePlusWasNotEncodedIsUnderstood() {
        api.track("ann", "buy", "2026-02-01T10:00:00.000Z").stored();
        String path = "/v1/analytics/events?from=2026-02-01T12:00:00+02:00&to=2026-02-01T%s:00:00%%2B02:00";

        assertThat(api.json(200, api.get(path.formatted("12"), api.secretKey)).path("data"))
                .hasSize(1);
        assertThat(api.get("/v1/analytics/events?to=2026-02-01T11:59:59+02:00", api.secretKey)
                        .body())
                .startsWith("{\"data\":[]");
    }

    @Test
    void noRowRepeatsOrIsSkippedAcrossPagesThoughManyShareAnInstant() {
        for (int i = 0; i < 57; i++) {
            api.track("ann", "e" + i, i % 3 == 0 ? "2026-02-01T10:00:00.000Z" : "2026-02-02T10:00:00.000Z");
        }
        api.stored();
        List<String> seen = new ArrayList<>();
        String path = "/v1/analytics/events?limit=10";
        String cursor = "";
        do {
            JsonNode page = api.json(200, api.get(path + cursor, api.secretKey));
            seen.addAll(Api.texts(page.path("data"), "event"));
            cursor = page.path("has_more").asBoolean()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());

        List<String> expected = new ArrayList<>();
        for (int i = 56; i >= 0; i--) {
            if (i % 3 != 0) {
                expected.add("e" + i);
            }
        }
        for (int i = 56; i >= 0; i--) {
            if (i % 3 == 0) {
                expected.add("e" + i);
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void filtersByNameContactAndTime() {
        api.track("ann", "buy", "2026-02-01T10:00:00.000Z")
                .track("bob", "buy", "2026-02-02T10:00:00.000Z")
                .track("ann", "login", "2026-02-03T23:59:59.999Z")
                .event("identify", "ann", "", "2026-02-04T00:00:00.000Z", new String[0], new String[0])
                .stored();
        String ann = ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, "ann"))
                .toString();

        assertThat(types("")).containsExactly("identify", "track", "track", "track");
        assertThat(types("?event=buy")).hasSize(2);
        assertThat(types("?contact_id=" + ann)).containsExactly("identify", "track", "track");
        assertThat(types("?contact_id=bob")).hasSize(1);
        assertThat(types("?contact_id=cntct_nobody")).isEmpty();
        assertThat(types("?from=2026-02-02&to=2026-02-03")).hasSize(2);
        assertThat(types("?from=2026-02-04")).containsExactly("identify");
        assertThat(types("?to=2026-02-01T10:00:00Z")).hasSize(1);
    }

    @Test
    void parametersThatCannotBeUsedAreNamed() {
        JsonNode error = api.json(
                        400, api.get("/v1/analytics/events?limit=101&cursor=x&colour=red&from=now", api.secretKey))
                .path("error");

        assertThat(Api.texts(error.path("details"), "field")).containsExactly("colour", "limit", "cursor", "from");
    }

    @Test
    void eventsAsCsv() {
        api.track("ann", "buy, now", "2026-02-01T10:00:00.000Z").stored();

        assertThat(api.get("/v1/analytics/events", api.secretKey, "Accept", "text/csv")
                        .body()
                        .lines())
                .hasSize(2)
                .first()
                .isEqualTo("messageId,type,event,userId,anonymousId,timestamp,originalTimestamp,receivedAt,context,"
                        + "properties,traits,integrations");
    }

    @Test
    void rejectedEventsWithTheirReasonsNewestFirst() {
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ObjectNode row = Json.MAPPER.createObjectNode();
            row.put("workspace", api.workspace.id());
            row.put("received_at", "2026-02-01 10:00:00.000");
            row.put("topic", "events.rejected").put("partition", 0).put("offset", 5);
            row.put("key_id", "key_test").put("import_id", i == 2 ? "imp_a" : "");
            row.put("message_id", i == 0 ? "" : "m" + i);
            row.put("reason", "missing_event")
                    .put("detail", "event: found nothing")
                    .put("position", i);
            row.put("payload", i == 0 ? "nonsense" : "{\"n\":1.50}");
            rows.add(row);
        }
        api.insert("rejected_events", rows);

        JsonNode first = api.json(200, api.get("/v1/analytics/rejected?limit=2", api.secretKey));
        JsonNode second = api.json(
                200,
                api.get(
                        "/v1/analytics/rejected?limit=2&cursor="
                                + first.path("next_cursor").asText(),
                        api.secretKey));

        assertThat(first.path("data").get(0).toString())
                .isEqualTo("{\"messageId\":\"m2\",\"reason\":\"missing_event\",\"detail\":\"event: found nothing\","
                        + "\"position\":2,\"payload\":{\"n\":1.50},\"receivedAt\":\"2026-02-01T10:00:00.000Z\","
                        + "\"importId\":\"imp_a\"}");
        assertThat(Api.texts(first.path("data"), "position")).containsExactly("2", "1");
        assertThat(second.path("data")).hasSize(1);
        assertThat(second.path("data").get(0).path("messageId").isNull()).isTrue();
        assertThat(second.path("data").get(0).path("payload").asText()).isEqualTo("nonsense");
        assertThat(api.json(200, api.get("/v1/analytics/rejected?import=imp_a", api.secretKey))
                        .path("data"))
                .hasSize(1);
    }

    @Test
    void accountingComparesTablesWithOutcomesAndTopics() {
        try (Api withKafka = Api.withKafka()) {
            withKafka.track("ann", "buy", "2026-02-01T10:00:00.000Z").stored();
            List<ObjectNode> outcomes = new ArrayList<>();
            for (String outcome : List.of("stored", "duplicate", "duplicate", "other")) {
                outcomes.add(Json.MAPPER
                        .createObjectNode()
                        .put("workspace", withKafka.workspace.id())
                        .put("key_id", "key_test")
                        .put("import_id", "")
                        .put("topic", "events")
                        .put("partition", 0)
                        .put("outcome", outcome)
                        .put("n", 1));
            }
            withKafka.insert("ingest_outcomes", outcomes);

            JsonNode answer = withKafka.json(200, withKafka.get("/v1/analytics/accounting", withKafka.secretKey));

            assertThat(answer.path("keys").toString())
                    .isEqualTo(
                            "[{\"key_id\":\"key_test\",\"accepted\":3,\"stored\":1,\"duplicate\":2,\"rejected\":0}]");
            assertThat(answer.path("total").path("accepted").asLong()).isEqualTo(3);
            assertThat(answer.path("partitions")).hasSize(15);
            assertThat(answer.path("caught_up").isBoolean()).isTrue();
        }
    }

    @Test
    void accountingUpToATimeLeavesOutWhatArrivedLater() throws Exception {
        try (Api withKafka = Api.withKafka();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            TopicAdmin.createMissing(EmbeddedServices.kafka());
            long arrived = arrival(producer);
            JsonNode first = accounting(withKafka, "");
            await().until(() -> System.currentTimeMillis() > arrived);
            arrival(producer);

            JsonNode upToTheFirst = accounting(withKafka, "?until=" + Instant.ofEpochMilli(arrived + 1));
            assertThat(upToTheFirst.path("behind")).isEqualTo(first.path("behind"));
            assertThat(upToTheFirst.path("as_of").asText()).isEqualTo(Timestamps.format(arrived + 1));
            assertThat(accounting(withKafka, "").path("behind").asLong())
                    .isEqualTo(first.path("behind").asLong() + 1);
            producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, ClockRecord.encode()))
                    .get();
            assertThat(accounting(withKafka, "").path("behind").asLong())
                    .as("ticks do not count")
                    .isEqualTo(first.path("behind").asLong() + 1);
            assertThat(accounting(withKafka, "?until=2026-01-01")
                            .path("caught_up")
                            .asBoolean())
                    .isTrue();
            assertThat(withKafka
                            .get("/v1/analytics/accounting?until=soon", withKafka.secretKey)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    /** When the record arrived. */
    private static long arrival(KafkaProducer<byte[], byte[]> producer) throws Exception {
        return producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, new byte[] {1}))
                .get()
                .timestamp();
    }

    private static JsonNode accounting(Api api, String parameters) {
        return api.json(200, api.get("/v1/analytics/accounting" + parameters, api.secretKey));
    }

    private List<String> types(String parameters) {
        return Api.texts(
                api.json(200, api.get("/v1/analytics/events" + parameters, api.secretKey))
                        .path("data"),
                "type");
    }
}
