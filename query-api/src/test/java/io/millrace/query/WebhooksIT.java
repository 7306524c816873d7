package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.query.request.Json;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.WebhookStore;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDeliveryCodec;
import io.millrace.testing.EmbeddedServices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The six documented routes of webhook endpoints with their examples, and those beside them. */
class WebhooksIT {

    private static final String ALL = "/v1/webhooks/endpoints";
    private static final String EXAMPLE =
            """
            {"url":"https://yourserver.com/webhooks/growthos","events":["contact.created","contact.updated",
            "referral.converted","survey.response.created","campaign.email.bounced"],
            "secret":"whsec_your_signing_secret"}""";

    private final Api api = Api.withKafka();

    @AfterEach
    void close() {
        api.close();
    }

    private JsonNode created(String body) {
        return api.json(201, api.post(ALL, api.secretKey, body));
    }

    private String endpoint() {
        return created(EXAMPLE).path("id").asText();
    }

    private JsonNode got(String path) {
        return api.json(200, api.get(path, api.secretKey));
    }

    private List<String> faults(String body) {
        return Api.texts(
                api.json(400, api.post(ALL, api.secretKey, body)).path("error").path("details"), "field");
    }

    @Test
    void anEndpointIsRegisteredListedChangedAndDeletedAsTheExamplesSay() {
        JsonNode created = created(EXAMPLE);
        String id = created.path("id").asText();

        assertThat(id).startsWith("whep_");
        assertThat(created.path("url").asText()).isEqualTo("https://yourserver.com/webhooks/growthos");
        assertThat(created.path("events")).hasSize(5);
        assertThat(created.path("secret").asText()).isEqualTo("whsec_your_signing_secret");
        assertThat(created.path("status").asText()).isEqualTo("active");
        assertThat(created.path("created_at").asText()).isEqualTo("2026-03-15T12:00:00.000Z");

        JsonNode edited = api.json(
                200,
                api.patch(ALL + "/" + id, api.secretKey, "{\"events\":[\"contact.created\",\"referral.converted\"]}"));
        assertThat(edited.path("events").toString()).isEqualTo("[\"contact.created\",\"referral.converted\"]");
        assertThat(edited.has("secret")).isFalse();
        assertThat(got(ALL + "/" + id)).isEqualTo(edited);
        JsonNode page = got(ALL);
        assertThat(page.path("data")).containsExactly(edited);
        assertThat(page.path("has_more").asBoolean()).isFalse();
        assertThat(page.path("next_cursor").isNull()).isTrue();
        assertThat(api.get(ALL + "?format=csv", api.secretKey).body())
                .startsWith("id,url,events,status,disabled_reason,created_at,updated_at\r\n" + id
                        + ",https://yourserver.com/webhooks/growthos,"
                        + "\"[\"\"contact.created\"\",\"\"referral.converted\"\"]\",active,,2026-03-15T12:00:00.000Z,");

        assertThat(Json.text(api.json(200, api.delete(ALL + "/" + id, api.secretKey))))
                .isEqualTo("{\"id\":\"" + id + "\",\"deleted\":true}");
        for (int status : List.of(
                api.get(ALL + "/" + id, api.secretKey).statusCode(),
                api.delete(ALL + "/" + id, api.secretKey).statusCode(),
                api.patch(ALL + "/" + id, api.secretKey, "{}").statusCode(),
                api.get(ALL + "/" + id + "/logs", api.secretKey).statusCode(),
                api.post(ALL + "/" + id + "/test", api.secretKey, "{\"event\":\"contact.created\"}")
                        .statusCode())) {
            assertThat(status).isEqualTo(404);
        }
    }

    @Test
    void aSecretIsMadeUpWhereNoneIsGivenAndShownOnce() {
        JsonNode created = created("{\"url\":\"https://a.example/\",\"events\":[\"contact.*\"]}");
        String secret = created.path("secret").asText();

        assertThat(secret).startsWith("whsec_").hasSize(6 + 32);
        assertThat(api.get(ALL, api.secretKey).body()).doesNotContain(secret);
        JsonNode rotated = api.json(
                200,
                api.patch(ALL + "/" + created.path("id").asText(), api.secretKey, "{\"secret\":\"whsec_another\"}"));
        assertThat(rotated.path("secret").asText()).isEqualTo("whsec_another");
    }

    @Test
    void endpointsArePagedInTheOrderOfTheirCreation() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            ids.add(endpoint());
        }
        JsonNode first = got(ALL + "?limit=2");
        JsonNode second =
                got(ALL + "?limit=2&cursor=" + first.path("next_cursor").asText());

        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(second.path("has_more").asBoolean()).isFalse();
        List<String> seen = new ArrayList<>(Api.texts(first.path("data"), "id"));
        seen.addAll(Api.texts(second.path("data"), "id"));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        assertThat(faults("{}")).containsExactly("/url", "/events");
        assertThat(faults("{\"url\":\"ftp://a.example\",\"events\":[]}")).containsExactly("/url", "/events");
        assertThat(faults("{\"url\":\"https://a.example\",\"events\":[\"contact.created\",\"nothing.*\"]}"))
                .containsExactly("/events/1");
        assertThat(faults("{\"url\":\"https://a.example\",\"events\":[\"*\"],\"secret\":\"short\",\"x\":1}"))
                .containsExactly("/secret", "/x");
        for (String host :
                List.of("127.0.0.1", "localhost", "10.0.0.7:8080", "[::1]", "169.254.169.254", "2130706433")) {
            assertThat(faults("{\"url\":\"http://" + host + "/hook\",\"events\":[\"*\"]}"))
                    .as(host)
                    .containsExactly("/url");
        }
        String id = endpoint();
        assertThat(api.patch(ALL + "/" + id, api.secretKey, "{\"url\":\"http://127.1/\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.post(ALL + "/" + id + "/test", api.secretKey, "{\"event\":\"contact.*\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anEndpointIsSwitchedOffAndOnAgain() {
        String id = endpoint();
        JsonNode off = api.json(200, api.patch(ALL + "/" + id, api.secretKey, "{\"status\":\"disabled\"}"));
        assertThat(off.path("status").asText()).isEqualTo("disabled");
        assertThat(off.path("disabled_reason").asText()).isEqualTo("paused");
        new WebhookStore(api.definitions)
                .change(api.workspace.id(), id, endpoint -> endpoint.disabledAs(WebhookEndpoint.GONE, Api.NOW));
        assertThat(got(ALL + "/" + id).path("disabled_reason").asText()).isEqualTo("gone");

        JsonNode on = api.json(200, api.patch(ALL + "/" + id, api.secretKey, "{\"status\":\"active\"}"));
        assertThat(on.path("status").asText()).isEqualTo("active");
        assertThat(on.path("disabled_reason").isNull()).isTrue();
    }

    @Test
    void theSameRequestSentAgainRegistersNothingMore() {
        JsonNode first = api.json(201, api.post(ALL, api.secretKey, EXAMPLE, "Idempotency-Key", "k-1"));
        JsonNode again = api.json(201, api.post(ALL, api.secretKey, EXAMPLE, "Idempotency-Key", "k-1"));

        assertThat(again).isEqualTo(first);
        assertThat(got(ALL).path("data")).hasSize(1);
    }

    @Test
    void theLogShowsEachDeliveryAsTheExampleDoes() {
        String id = endpoint();
        long day = Api.NOW.toEpochMilli();
        log(id, "wh_log_b", day + 1, 0, "contact.created", "pending", 0, 0, "", 0, day + 1, "{\"n\":1}");
        log(id, "wh_log_b", day + 1, 1, "contact.created", "pending", 1, 500, "http_500: x", 5_002, day + 9, "");
        log(id, "wh_log_a", day, 0, "referral.converted", "pending", 0, 0, "", 0, day, "{\"n\":2}");
        log(id, "wh_log_a", day, 1, "referral.converted", "pending", 1, 0, "timeout: y", 15_000, day + 3, "");
        log(id, "wh_log_a", day, 2, "referral.converted", "delivered", 2, 200, "", 142, 0, "");
        // A step that was written twice is one.
        log(id, "wh_log_a", day, 2, "referral.converted", "delivered", 2, 200, "", 142, 0, "");
        log("whep_other", "wh_log_c", day, 0, "contact.created", "pending", 0, 0, "", 0, day, "{}");

        JsonNode first = got(ALL + "/" + id + "/logs?limit=1");
        JsonNode failed = first.path("data").path(0);
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(failed.path("id").asText()).isEqualTo("wh_log_b");
        assertThat(failed.path("event").asText()).isEqualTo("contact.created");
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("http_status").asInt()).isEqualTo(500);
        assertThat(failed.path("attempt").asInt()).isEqualTo(1);
        assertThat(failed.path("next_retry_at").asText()).isEqualTo("2026-03-15T12:00:00.009Z");
        assertThat(failed.path("delivered_at").isNull()).isTrue();
        assertThat(failed.path("response_time_ms").asInt()).isEqualTo(5_002);

        JsonNode second = got(ALL + "/" + id + "/logs?limit=1&cursor="
                + first.path("next_cursor").asText());
        JsonNode delivered = second.path("data").path(0);
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(delivered.path("id").asText()).isEqualTo("wh_log_a");
        assertThat(delivered.path("status").asText()).isEqualTo("delivered");
        assertThat(delivered.has("next_retry_at")).isFalse();
        assertThat(delivered.path("delivered_at").asText()).isEqualTo("2026-03-15T12:00:00.002Z");
        assertThat(Api.texts(delivered.path("attempts"), "status")).containsExactly("failed", "delivered");
        assertThat(api.get(ALL + "/" + id + "/logs?format=csv", api.secretKey)
                        .body()
                        .lines())
                .containsExactly(
                        "id,event,status,http_status,attempt,next_retry_at,delivered_at,response_time_ms,error,test,created_at",
                        "wh_log_b,contact.created,failed,500,1,2026-03-15T12:00:00.009Z,,5002,http_500: x,false,"
                                + "2026-03-15T12:00:00.001Z",
                        "wh_log_a,referral.converted,delivered,200,2,,2026-03-15T12:00:00.002Z,142,,false,"
                                + "2026-03-15T12:00:00.000Z");
        assertThat(got(ALL + "/" + id + "/logs/wh_log_a").path("payload").toString())
                .isEqualTo("{\"n\":2}");
        assertThat(api.get(ALL + "/" + id + "/logs/wh_log_c", api.secretKey).statusCode())
                .isEqualTo(404);
        assertThat(api.get(ALL + "/" + id + "/logs?cursor=x", api.secretKey).statusCode())
                .isEqualTo(400);
    }

    private void log(
            String endpoint,
            String delivery,
            long created,
            int number,
            String event,
            String status,
            int attempt,
            int httpStatus,
            String error,
            long millis,
            long next,
            String body) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id())
                .put("endpoint", endpoint)
                .put("created_ms", created)
                .put("delivery", delivery)
                .put("number", number)
                .put("event", event)
                .put("status", status)
                .put("attempt", attempt)
                .put("http_status", httpStatus)
                .put("error", error)
                .put("duration_ms", millis)
                .put("at_ms", created + number)
                .put("next_ms", next)
                .put("body", body)
                .put("partition", 5);
        api.insert("webhook_log", List.of(row));
    }

    @Test
    void aTestAnswersWhatCameOfItAndAReplayHasTheSameIdAndBody() {
        String id = endpoint();
        try (Answering delivery = new Answering()) {
            JsonNode tested =
                    api.json(200, api.post(ALL + "/" + id + "/test", api.secretKey, "{\"event\":\"contact.created\"}"));
            assertThat(tested.path("status").asText()).isEqualTo("failed");
            assertThat(tested.path("http_status").asInt()).isEqualTo(500);
            assertThat(tested.path("test").asBoolean()).isTrue();
            assertThat(tested.has("next_retry_at")).isFalse();

            String entry = ALL + "/" + id + "/logs/" + tested.path("id").asText();
            JsonNode replayed = api.json(200, api.post(entry + "/replay", api.secretKey, ""));
            assertThat(replayed.path("id").asText()).isEqualTo(tested.path("id").asText());
            assertThat(Api.texts(replayed.path("attempts"), "http_status")).containsExactly("500", "500");

            assertThat(delivery.taken).hasSize(2);
            WebhookDelivery test = delivery.taken.get(0);
            WebhookDelivery replay = delivery.taken.get(1);
            assertThat(test.origin().attemptsMax()).isEqualTo(1);
            assertThat(replay.origin().attemptsMax()).isEqualTo(5);
            assertThat(replay.number()).isEqualTo(2);
            assertThat(replay.key()).isEqualTo(test.key());
            assertThat(replay.body()).isEqualTo(test.body());
            JsonNode body = Json.parse(test.body());
            assertThat(body.path("type").asText()).isEqualTo("contact.created");
            assertThat(body.path("id").asText()).isEqualTo(tested.path("id").asText());
            assertThat(body.path("data").path("test").asBoolean()).isTrue();
        }
    }

    @Test
    void whatIsStillBeingTriedIsNotReplayed() {
        String id = endpoint();
        long day = Api.NOW.toEpochMilli();
        log(id, "wh_log_a", day, 0, "contact.created", "pending", 0, 0, "", 0, day, "{}");

        assertThat(api.post(ALL + "/" + id + "/logs/wh_log_a/replay", api.secretKey, "")
                        .statusCode())
                .isEqualTo(409);
        assertThat(api.post(ALL + "/" + id + "/logs/wh_log_x/replay", api.secretKey, "")
                        .statusCode())
                .isEqualTo(404);
    }

    /** Stands in for delivery: every request of the workspace is answered 500 at once. */
    private final class Answering implements AutoCloseable {
        final List<WebhookDelivery> taken = new CopyOnWriteArrayList<>();
        private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        private final Thread thread = new Thread(this::run);
        private volatile boolean ends;

        Answering() {
            consumer.assign(consumer.partitionsFor(Topics.WEBHOOK_REQUESTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            thread.start();
        }

        private void run() {
            while (!ends) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    answer(record).ifPresent(taken::add);
                }
            }
            consumer.close();
        }

        private Optional<WebhookDelivery> answer(ConsumerRecord<byte[], byte[]> record) {
            WebhookDelivery asked;
            try {
                asked = WebhookDeliveryCodec.decode(record.value());
            } catch (Exception e) {
                throw new AssertionError("a request cannot be read", e);
            }
            if (!asked.origin().workspace().equals(api.workspace.id())) {
                return Optional.empty();
            }
            step(asked, record.partition(), asked.number(), "pending", 0, 0);
            step(asked, record.partition(), asked.number() + 1, "failed", 1, 500);
            return Optional.of(asked);
        }

        private void step(WebhookDelivery asked, int partition, int number, String status, int attempt, int http) {
            ObjectNode row = Json.MAPPER.createObjectNode();
            row.put("workspace", asked.origin().workspace())
                    .put("endpoint", asked.origin().endpoint())
                    .put("created_ms", asked.origin().createdAt())
                    .put("delivery", asked.origin().id())
                    .put("number", number)
                    .put("request", asked.origin().request())
                    .put("event", asked.origin().event())
                    .put("status", status)
                    .put("attempt", attempt)
                    .put("http_status", http)
                    .put("error", attempt == 0 ? "" : "http_500: x")
                    .put("at_ms", asked.at())
                    .put("body", attempt == 0 ? new String(asked.body(), StandardCharsets.UTF_8) : "")
                    .put("partition", partition);
            api.insert("webhook_log", List.of(row));
        }

        @Override
        public void close() {
            ends = true;
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
