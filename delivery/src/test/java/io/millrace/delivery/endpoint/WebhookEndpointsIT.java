package io.millrace.delivery.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.delivery.call.Callers;
import io.millrace.delivery.call.LocalServer;
import io.millrace.delivery.call.LocalServer.Answer;
import io.millrace.delivery.call.LocalServer.Request;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import io.millrace.streams.definition.WebhookStore;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the topics to servers that work, fail, hang and recover. */
class WebhookEndpointsIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5, 6});

    private final String workspace = EmbeddedServices.freshWorkspace().id();
    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final WebhookStore store = new WebhookStore(definitions);
    private final ClickHouseClient clickhouse = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final Stream stream = new Stream(workspace);
    private final List<AutoCloseable> servers = new ArrayList<>();
    private WebhookEndpoints service = start();

    private WebhookEndpoints start() {
        return WebhookEndpoints.start(
                new EndpointSettings(16, 4, Duration.ofMillis(20), Duration.ofMillis(100), 1_000),
                EmbeddedServices.kafka(),
                definitions,
                clickhouse,
                Callers.local(Duration.ofSeconds(3)),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        stream.close();
        clickhouse.close();
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private LocalServer server(java.util.function.Function<Request, Answer> answers) {
        LocalServer server = new LocalServer(answers);
        servers.add(server);
        return server;
    }

    private String endpoint(LocalServer server, String... events) {
        return endpoint(server.url() + "/hook", events);
    }

    private String endpoint(String url, String... events) {
        WebhookEndpoint endpoint = new WebhookEndpoint(
                Ids.webhookEndpoint(),
                url,
                List.of(events),
                SECRET,
                Optional.empty(),
                Instant.now().minusSeconds(1),
                Instant.now());
        store.create(workspace, endpoint);
        return endpoint.id();
    }

    private static JsonNode json(Request request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitRequests(LocalServer server, int count) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(server.requests()).hasSize(count));
    }

    /** The steps of all deliveries to an endpoint, as the log has them. */
    private List<String> log(String endpoint) {
        return clickhouse
                .rows(new Sql(
                        """
                        SELECT number, status, attempt, http_status, error, next_ms > 0 AS again
                        FROM webhook_log FINAL
                        WHERE workspace = {workspace:String} AND endpoint = {endpoint:String}
                        ORDER BY created_ms, delivery, number
                        """,
                        Map.of("workspace", workspace, "endpoint", endpoint)))
                .stream()
                .map(row ->
                        row.path("number").asText() + " " + row.path("status").asText() + " "
                                + row.path("attempt").asText() + " "
                                + row.path("http_status").asText() + " "
                                + row.path("error").asText().replaceFirst(":.*", "")
                                + (row.path("again").asInt() == 1 ? " again" : ""))
                .toList();
    }

    private void awaitLog(String endpoint, String... steps) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(log(endpoint)).containsExactly(steps));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBouncedMailReachesWhoAskedForItSignedInThreeWays() throws Exception {
        LocalServer server = server(request -> Answer.OK);
        LocalServer other = server(request -> Answer.OK);
        String endpoint = endpoint(server, "campaign.email.bounced");
        endpoint(other, "contact.deleted", "email.opened");

        stream.track(
                "ada",
                "send_1:message_bounced",
                "message_bounced",
                "{\"send_id\":\"send_1\",\"channel\":\"email\",\"class\":\"hard\"}");
        awaitRequests(server, 1);

        Request request = server.requests().get(0);
        JsonNode body = json(request);
        assertThat(body.path("type").asText()).isEqualTo("campaign.email.bounced");
        assertThat(body.path("event").asText()).isEqualTo("campaign.email.bounced");
        assertThat(body.path("tenant_id").asText()).isEqualTo(workspace);
        assertThat(body.path("data").path("send_id").asText()).isEqualTo("send_1");
        assertThat(body.path("data").path("class").asText()).isEqualTo("hard");
        assertThat(body.path("data").path("contact").path("external_id").asText())
                .isEqualTo("ada");
        assertThat(body.path("data").path("contact_id").asText())
                .isEqualTo(stream.contact("ada").toString());
        Map<String, String> headers = request.headers();
        String text = new String(request.body(), StandardCharsets.UTF_8);
        String id = headers.getOrDefault("webhook-id", "");
        String time = headers.getOrDefault("webhook-timestamp", "");
        assertThat(id).startsWith("wh_log_").isEqualTo(body.path("id").asText());
        assertThat(headers)
                .containsEntry("idempotency-key", id)
                .containsEntry("x-growthos-event-type", "campaign.email.bounced")
                .containsEntry("x-growthos-timestamp", time)
                .containsEntry("x-webhook-delivery", id)
                .containsEntry("x-webhook-event", "campaign.email.bounced")
                .containsEntry(
                        "webhook-signature",
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                hmac(new byte[] {1, 2, 3, 4, 5, 6}, id + "." + time + "." + text)))
                .containsEntry(
                        "x-growthos-signature",
                        HexFormat.of().formatHex(hmac(SECRET.getBytes(StandardCharsets.UTF_8), time + "." + text)))
                .containsEntry(
                        "x-webhook-signature",
                        HexFormat.of().formatHex(hmac(SECRET.getBytes(StandardCharsets.UTF_8), text)));
        assertThat(Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)))
                .isLessThan(60);
        awaitLog(endpoint, "0 pending 0 0  again", "1 delivered 1 200 ");
        assertThat(clickhouse.rows(new Sql(
                        "SELECT toString(contact) AS id FROM webhook_log WHERE workspace = {w:String} AND body != ''",
                        Map.of("w", workspace))))
                .as("by it the row is found when the contact is purged")
                .extracting(row -> row.path("id").asText())
                .containsExactly(stream.contact("ada").number().toString());
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainWithTheSameIdAndBodyUntilTheServerRecovers() {
        AtomicInteger calls = new AtomicInteger();
        LocalServer server = server(request -> switch (calls.incrementAndGet()) {
            case 1 -> Answer.of(500);
            case 2 -> hang();
            default -> Answer.OK;
        });
        String endpoint = endpoint(server, "event.processed");

        stream.track("ada", "m-1", "login", "{\"plan\":\"pro\",\"price\":12.50}");
        awaitRequests(server, 3);

        assertThat(server.requests().stream().map(request -> request.headers().get("webhook-id")))
                .hasSize(3)
                .containsOnly(json(server.requests().get(0)).path("id").asText());
        assertThat(server.requests().stream().map(request -> new String(request.body(), StandardCharsets.UTF_8)))
                .containsOnly(new String(server.requests().get(0).body(), StandardCharsets.UTF_8));
        // Digit for digit as it came.
        assertThat(new String(server.requests().get(0).body(), StandardCharsets.UTF_8))
                .contains("\"properties\":{\"plan\":\"pro\",\"price\":12.50}");
        awaitLog(
                endpoint,
                "0 pending 0 0  again",
                "1 pending 1 500 http_500 again",
                "2 pending 2 0 timeout again",
                "3 delivered 3 200 ");
    }

    private static Answer hang() {
        try {
            // Longer than the caller waits.
            new CountDownLatch(1).await(8, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.OK;
    }

    @Test
    void afterFiveAttemptsADeliveryHasFailed() {
        LocalServer server = server(request -> Answer.of(404));
        String endpoint = endpoint(server, "event.processed");

        stream.track("ada", "m-1", "login", "{}");

        awaitLog(
                endpoint,
                "0 pending 0 0  again",
                "1 pending 1 404 http_404 again",
                "2 pending 2 404 http_404 again",
                "3 pending 3 404 http_404 again",
                "4 pending 4 404 http_404 again",
                "5 failed 5 404 http_404");
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void anEndpointThatIsGoneIsSwitchedOff() {
        LocalServer server = server(request -> Answer.of(410));
        String endpoint = endpoint(server, "event.processed");

        stream.track("ada", "m-1", "login", "{}");
        awaitLog(endpoint, "0 pending 0 0  again", "1 failed 1 410 http_410");

        assertThat(store.get(workspace, endpoint).flatMap(WebhookEndpoint::disabled))
                .contains("gone");
        LocalServer works = server(request -> Answer.OK);
        endpoint(works, "event.processed");
        stream.track("ada", "m-2", "login", "{}");
        awaitRequests(works, 1);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void endpointsThatHangHoldNobodyElseUp() {
        LocalServer dead = server(request -> hang());
        LocalServer alive = server(request -> Answer.OK);
        IntStream.range(0, 3).forEach(i -> endpoint(dead, "event.processed"));
        endpoint(alive, "event.processed");

        IntStream.range(0, 100).forEach(i -> stream.track("user" + i, "m-" + i, "login", "{}"));

        Instant begun = Instant.now();
        awaitRequests(alive, 100);
        // 300 calls to the dead ones would take 56 seconds with all 16 threads.
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(ids(alive)).hasSize(100);
    }

    private static Set<String> ids(LocalServer server) {
        return server.requests().stream()
                .map(request -> request.headers().getOrDefault("webhook-id", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void aStopInTheMiddleLosesNothingAndDoublesNoId() throws Exception {
        AtomicBoolean recovered = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        LocalServer server = server(request -> {
            if (recovered.get() || calls.incrementAndGet() % 2 == 0) {
                return Answer.OK;
            }
            return calls.get() % 3 == 0 ? hang() : Answer.of(503);
        });
        String endpoint = endpoint(server, "event.processed");
        IntStream.range(0, 60).forEach(i -> stream.track("user" + i, "m-" + i, "login", "{}"));
        await().atMost(LIMIT).until(() -> server.requests().size() > 10);

        service.close();
        // As after a crash: nothing of what was read is committed.
        readAgainFromTheBeginning();
        service = start();
        IntStream.range(60, 100).forEach(i -> stream.track("user" + i, "m-" + i, "login", "{}"));
        recovered.set(true);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(delivered(endpoint)).hasSize(100));
        Map<String, String> idByEvent = new HashMap<>();
        for (Request request : server.requests()) {
            String event = json(request).path("data").path("message_id").asText();
            String id = request.headers().getOrDefault("webhook-id", "");
            assertThat(idByEvent.merge(event, id, (first, second) -> second))
                    .as(event)
                    .isEqualTo(id);
        }
        assertThat(idByEvent).hasSize(100);
        assertThat(Set.copyOf(idByEvent.values())).hasSize(100).isEqualTo(delivered(endpoint));
    }

    private Set<String> delivered(String endpoint) {
        return clickhouse
                .rows(new Sql(
                        "SELECT delivery FROM webhook_log WHERE workspace = {workspace:String}"
                                + " AND endpoint = {endpoint:String} AND status = 'delivered'",
                        Map.of("workspace", workspace, "endpoint", endpoint)))
                .stream()
                .map(row -> row.path("delivery").asText())
                .collect(Collectors.toSet());
    }

    private static void readAgainFromTheBeginning() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
        for (String topic : List.of(Topics.EVENTS, Topics.SEGMENT_CHANGES, Topics.WEBHOOK_REQUESTS)) {
            for (int i = 0; i < Topics.WEBHOOK_PARTITIONS; i++) {
                beginning.put(new TopicPartition(topic, i), new OffsetAndMetadata(0));
            }
        }
        beginning.put(new TopicPartition(Topics.DEFINITIONS, 0), new OffsetAndMetadata(0));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", EmbeddedServices.kafka()))) {
            admin.alterConsumerGroupOffsets(EndpointPipeline.GROUP, beginning)
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCallWhoseOutcomeWasNotRecordedIsMadeAgainUnderTheSameId() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        AtomicBoolean restarted = new AtomicBoolean();
        LocalServer server = server(request -> {
            called.countDown();
            return restarted.get() ? Answer.OK : hang();
        });
        String endpoint = endpoint(server, "event.processed");
        service.close();
        // Waits for an answer longer than a stop waits for the call.
        WebhookEndpoints patient = WebhookEndpoints.start(
                new EndpointSettings(16, 4, Duration.ofMillis(20), Duration.ofMillis(100), 1_000),
                EmbeddedServices.kafka(),
                definitions,
                clickhouse,
                Callers.local(Duration.ofSeconds(30)),
                Clock.systemUTC());
        stream.track("ada", "m-1", "login", "{}");
        assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
        patient.close();
        readAgainFromTheBeginning();

        restarted.set(true);
        service = start();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(delivered(endpoint)).hasSize(1));
        assertThat(ids(server)).hasSize(1);
    }

    @Test
    void aContactIsCreatedOnceThenUpdatedMergedAndDeleted() {
        LocalServer server = server(request -> Answer.OK);
        endpoint(server, "contact.*");

        stream.track("ada", "m-1", "login", "{}");
        stream.track("ada", "m-2", "login", "{}");
        stream.identify("ada", "m-3", "{\"plan\":\"pro\"}");
        stream.identify("ada", "m-3", "{\"plan\":\"pro\"}");
        stream.change("ada", "r-1", "{\"do\":\"update\",\"traits\":{\"plan\":\"max\"},\"add_tags\":[\"vip\"]}");
        stream.change("bob", "r-2", "{\"do\":\"update\",\"traits\":{\"name\":\"Bob\"}}");
        stream.change("ada", "r-3", "{\"do\":\"merge\",\"source\":{\"user\":\"bob\"}}");
        stream.change("ada", "r-4", "{\"do\":\"unsubscribe\",\"group\":\"news\"}");
        stream.change("ada", "r-5", "{\"do\":\"delete\"}");
        stream.imported("old", "m-4", "login");
        awaitRequests(server, 7);

        assertThat(server.requests().stream().map(request -> {
                    JsonNode body = json(request);
                    JsonNode data = body.path("data");
                    return body.path("type").asText() + " "
                            + data.path("contact").path("external_id").asText() + " "
                            + data.path("traits")
                                    .path("plan")
                                    .asText(data.path("add_tags").path(0).asText())
                            + data.path("source").path("external_id").asText();
                }))
                .containsExactlyInAnyOrder(
                        "contact.created ada ",
                        "contact.updated ada pro",
                        "contact.updated ada max",
                        "contact.created bob ",
                        "contact.merged ada bob",
                        "contact.updated ada ",
                        "contact.deleted ada ");
    }

    @Test
    void segmentsAndCampaignsTellToo() {
        LocalServer server = server(request -> Answer.OK);
        endpoint(server, "segment.entered", "segment.exited", "campaign.*", "survey.response.created");
        long at = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

        stream.segment("ada", "seg_a", true, at);
        stream.segment("ada", "seg_a", false, at + 1_000);
        stream.track("ada", "m-1", "survey_response_created", "{\"score\":9}");
        campaign("draft");
        campaign("active");
        campaign("active");
        campaign("paused");
        awaitRequests(server, 5);

        assertThat(server.requests().stream().map(request -> {
                    JsonNode body = json(request);
                    JsonNode data = body.path("data");
                    return body.path("type").asText() + " "
                            + data.path("segment_id").asText()
                            + data.path("campaign_id").asText()
                            + data.path("properties").path("score").asText();
                }))
                .containsExactlyInAnyOrder(
                        "segment.entered seg_a",
                        "segment.exited seg_a",
                        "survey.response.created 9",
                        "campaign.activated cmpgn_1",
                        "campaign.paused cmpgn_1");
    }

    private void campaign(String status) {
        Definition.Key key = new Definition.Key(Definition.Kind.CAMPAIGN, workspace, "cmpgn_1");
        stream.definition(
                DefinitionRecord.key(key),
                DefinitionRecord.live("{\"id\":\"cmpgn_1\",\"name\":\"Welcome\",\"status\":\"" + status + "\"}"));
    }

    @Test
    void whatPeopleAskForIsSentOnceForEachTimeTheyAsk() {
        AtomicInteger status = new AtomicInteger(500);
        LocalServer server = server(request -> Answer.of(status.get()));
        String endpoint = endpoint(server, "contact.created");

        stream.request(3, asked(endpoint, "req_1", 1, 0));
        stream.request(3, asked(endpoint, "req_1", 1, 0));
        awaitLog(endpoint, "0 pending 0 0  again", "1 failed 1 500 http_500");
        status.set(200);
        stream.request(3, asked(endpoint, "req_2", 5, 2));

        awaitLog(
                endpoint,
                "0 pending 0 0  again",
                "1 failed 1 500 http_500",
                "2 pending 0 0  again",
                "3 delivered 1 200 ");
        assertThat(ids(server)).containsExactly("wh_log_asked");
        assertThat(server.requests()).hasSize(2);
    }

    private WebhookDelivery asked(String endpoint, String request, int attemptsMax, int number) {
        WebhookDelivery.Origin origin = new WebhookDelivery.Origin(
                workspace, endpoint, "wh_log_asked", request, "contact.created", attemptsMax, 1_000);
        return WebhookDelivery.scheduled(
                origin,
                number,
                System.currentTimeMillis(),
                "{\"id\":\"wh_log_asked\"}".getBytes(StandardCharsets.UTF_8));
    }
}
