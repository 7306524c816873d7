package io.millrace.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.settings.Env;
import io.millrace.delivery.Streams.Told;
import io.millrace.delivery.call.LocalServer;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole of delivery: topic to mailbox, links back to events, consent from the tables. */
class DeliveryServiceIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workspace workspace = EmbeddedServices.freshWorkspace();
    private final String id = workspace.id();
    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final DefinitionAccess access = new DefinitionAccess(definitions);
    private final ClickHouseClient clickhouse = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final HttpClient http = HttpClient.newHttpClient();
    private DeliveryService service;

    DeliveryServiceIT() {
        access.create(workspace);
        access.create(key("write-key", ApiKey.Type.WRITE));
        access.create(key("secret-key", ApiKey.Type.SECRET));
        service = start(Map.of());
    }

    private ApiKey key(String secret, ApiKey.Type type) {
        return ApiKey.of(
                secret,
                id,
                type,
                type.name(),
                type == ApiKey.Type.WRITE ? java.util.Set.of(Scope.EVENTS_WRITE) : Scope.management(),
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    private DeliveryService start(Map<String, String> settings) {
        return DeliveryService.start(
                DeliverySettings.from(new Env(settings)),
                new DeliveryService.Stores(
                        EmbeddedServices.kafka(), EmbeddedServices.clickhouse(), definitions, access));
    }

    @BeforeEach
    void nothingTold() {
        assertThat(Streams.told(id)).isEmpty();
    }

    @AfterEach
    void stop() {
        service.close();
        clickhouse.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + service.port() + path;
    }

    private HttpResponse<String> call(String method, String url, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void awaitEvents(String... events) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(Streams.told(id).stream().map(Told::event)).containsExactlyInAnyOrder(events));
    }

    private JsonNode onlyMail() throws Exception {
        JsonNode list = JSON.readTree(call("GET", url("/mailbox"), "").body());
        assertThat(list.path("total").asInt()).isEqualTo(1);
        return JSON.readTree(call(
                        "GET",
                        url("/mailbox/" + list.path("data").path(0).path("id").asText()),
                        "")
                .body());
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void aMailIsOpenedClickedAndLeftAndEachIsAnEvent() throws Exception {
        Streams.send(Sends.mail(id, "send_life")
                .saying(
                        "Hi",
                        "<p><a href=\"https://example.com/x?a=1\">see</a></p><a href=\"{{ unsubscribe_url }}\">no</a>")
                .in("news")
                .choosing(Map.of("news", true))
                .record());
        awaitEvents("message_sent", "message_delivered");
        String html = onlyMail().path("html").asText();
        String pixel = found(html, "src=\"([^\"]+\\.gif)\"");
        String click = found(html, "href=\"([^\"]+/c/[^\"]+)\"");
        String leave = found(html, "href=\"([^\"]+/u/[^\"]+)\"");

        assertThat(call("GET", pixel, "").headers().firstValue("Content-Type")).contains("image/gif");
        HttpResponse<String> clicked = call("GET", click, "");
        assertThat(clicked.statusCode()).isEqualTo(302);
        assertThat(clicked.headers().firstValue("Location")).contains("https://example.com/x?a=1");
        assertThat(call("GET", leave, "").body()).contains("<form method=\"post\"");
        awaitEvents("message_sent", "message_delivered", "message_opened", "message_clicked");
        assertThat(Streams.contactRecords(id)).isEmpty();

        HttpResponse<String> left =
                call("POST", leave, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(left.statusCode()).isEqualTo(200);
        awaitEvents("message_sent", "message_delivered", "message_opened", "message_clicked", "message_unsubscribed");
        assertThat(Streams.contactRecords(id)).singleElement().satisfies(change -> {
            assertThat(change.person()).isEqualTo(new Person(Person.Kind.USER, "ada"));
            assertThat(JSON.readTree(change.body()))
                    .isEqualTo(JSON.readTree("{\"do\":\"unsubscribe\",\"group\":\"news\"}"));
        });
        assertThat(Streams.told(id).stream()
                        .filter(told -> told.event().equals("message_clicked"))
                        .map(told -> told.properties().path("url").asText()))
                .containsExactly("https://example.com/x?a=1");
    }

    @Test
    void forgedLinksLeadNowhere() throws Exception {
        for (String path : List.of("/c/AAAA", "/u/AAAA", "/preferences/AAAA", "/c/https%3A%2F%2Fevil.example")) {
            HttpResponse<String> answer = call("GET", url(path), "");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Location")).isEmpty();
        }
        assertThat(call("POST", url("/u/AAAA"), "").statusCode()).isEqualTo(404);
        assertThat(call("GET", url("/o/AAAA.gif"), "").statusCode()).isEqualTo(200);
        assertThat(Streams.told(id)).isEmpty();
    }

    @Test
    void whoLeftOrBouncedSinceTheGrantGetsNothing() {
        contact("left", "map('', 'unsubscribed')", 0);
        contact("gone", "map()", 1);
        clickhouse.execute(new Sql(
                """
                INSERT INTO events (workspace, event, type, timestamp, person, user_id, properties, received_at)
                SELECT {workspace:String}, 'message_bounced', 'track', now(), {person:UInt128}, 'hard', map('class', 'hard'), now()
                """,
                Map.of("workspace", id, "person", contactId("hard").number())));

        Streams.send(
                user("left", "send_1").record(),
                user("gone", "send_2").record(),
                user("hard", "send_3").transactionally().record(),
                user("left", "send_4").transactionally().record(),
                user("new", "send_5").record());

        await().atMost(LIMIT).untilAsserted(() -> assertThat(Streams.told(id)).hasSize(7));
        assertThat(Streams.told(id).stream()
                        .filter(told -> !told.event().equals("message_delivered"))
                        .map(told -> told.messageId() + " "
                                + told.properties().path("reason").asText("-")))
                .containsExactlyInAnyOrder(
                        "send_1:message_skipped unsubscribed",
                        "send_2:message_skipped suppressed",
                        "send_3:message_skipped suppressed",
                        "send_4:message_sent -",
                        "send_5:message_sent -");
    }

    private Sends user(String user, String sendId) {
        Sends mail = Sends.mail(id, sendId);
        return new Sends(
                id,
                sendId,
                user,
                Channel.EMAIL,
                null,
                "Hi",
                "x",
                null,
                null,
                false,
                null,
                "UTC",
                mail.traits(),
                "{}",
                Map.of(),
                null);
    }

    private ContactId contactId(String user) {
        return ContactId.of(id, new Person(Person.Kind.USER, user));
    }

    private void contact(String user, String subscriptions, int gone) {
        clickhouse.execute(new Sql(
                """
                INSERT INTO contacts (workspace, contact, external_id, subscriptions, gone, version)
                SELECT {workspace:String}, {contact:UInt128}, {user:String}, CAST(%s AS Map(String, String)), {gone:UInt8}, 1
                """
                        .formatted(subscriptions),
                Map.of("workspace", id, "contact", contactId(user).number(), "user", user, "gone", gone)));
    }

    @Test
    void aPrivateWebhookIsRefusedAndASlowOneKeepsNoMailBack() throws Exception {
        Streams.send(Sends.webhook(id, "send_private", "http://127.0.0.1:1/").record());
        awaitEvents("message_failed");
        assertThat(Streams.deadReasons(id)).containsExactly("private_address");
        service.close();

        CountDownLatch slow = new CountDownLatch(1);
        try (LocalServer server = new LocalServer(request -> {
            try {
                slow.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return LocalServer.Answer.OK;
        })) {
            service = start(Map.of("MILLRACE_WEBHOOK_ALLOW_PRIVATE", "true"));
            for (int i = 0; i < 50; i++) {
                Streams.send(Sends.webhook(id, "send_slow" + i, server.url()).record());
            }
            Streams.send(Sends.mail(id, "send_mail").record());
            awaitEvents("message_failed", "message_sent", "message_delivered");
            slow.countDown();
        }
    }

    @Test
    void anOnsiteMessageWaitsForItsPage() throws Exception {
        Streams.send(Sends.mail(id, "send_onsite").by(Channel.ONSITE).record());
        awaitEvents("message_sent");

        assertThat(call("GET", url("/v1/onsite?userId=ada"), "", "Authorization", "Bearer write-key")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> fetched =
                call("GET", url("/v1/onsite?userId=ada"), "", "Authorization", "Bearer secret-key");
        JsonNode data = JSON.readTree(fetched.body()).path("data");
        assertThat(data).hasSize(1);
        assertThat(data.path(0).path("html").asText()).isEqualTo("<p>Hi Ada</p>");
        call("GET", url("/v1/onsite?userId=ada"), "", "Authorization", "Bearer secret-key");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        Streams.told(id).stream().map(Told::messageId).distinct())
                .containsExactlyInAnyOrder("send_onsite:message_sent", "send_onsite:message_delivered"));
        assertThat(JSON.readTree(call(
                                        "GET",
                                        url("/v1/onsite?anonymousId=other"),
                                        "",
                                        "Authorization",
                                        "Bearer write-key")
                                .body())
                        .path("data"))
                .isEmpty();
    }

    @Test
    void aReportedBounceIsAnEventOfTheMessage() throws Exception {
        clickhouse.execute(new Sql(
                """
                INSERT INTO events (workspace, event, type, timestamp, person, user_id, properties, received_at)
                SELECT {workspace:String}, 'message_sent', 'track', now(), {person:UInt128}, 'ada',
                    map('send_id', 'send_b', 'channel', 'email', 'campaign_id', 'cmp_1'), now()
                """,
                Map.of("workspace", id, "person", contactId("ada").number())));
        String feedback = url("/v1/messages/feedback");
        String bounce = "{\"message_id\":\"<send_b@acme.example>\",\"type\":\"bounce\",\"class\":\"hard\"}";

        assertThat(call("POST", feedback, bounce).statusCode()).isEqualTo(401);
        assertThat(call("POST", feedback, bounce, "Authorization", "Bearer write-key")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(
                                "POST",
                                feedback,
                                "{\"send_id\":\"send_of_others\",\"type\":\"complaint\"}",
                                "Authorization",
                                "Bearer secret-key")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("POST", feedback, bounce, "Authorization", "Bearer secret-key")
                        .statusCode())
                .isEqualTo(202);
        awaitEvents("message_bounced");
        assertThat(Streams.told(id).get(0).properties().path("class").asText()).isEqualTo("hard");
    }

    @Test
    void preferencesAreShownAndChanged() throws Exception {
        Streams.send(Sends.mail(id, "send_pref")
                .saying("Hi", "<a href=\"{{ preferences_url }}\">choose</a>")
                .record());
        awaitEvents("message_sent", "message_delivered");
        String preferences = found(onlyMail().path("html").asText(), "href=\"([^\"]+/preferences/[^\"]+)\"");

        assertThat(call("GET", preferences, "").body()).contains("value=\"channel-email\" checked");
        HttpResponse<String> saved =
                call("PUT", preferences, "{\"preferences\":[{\"channel\":\"PUSH\",\"status\":\"OPTED_OUT\"}]}");
        assertThat(JSON.readTree(saved.body()).path("preferences"))
                .contains(JSON.readTree("{\"channel\":\"PUSH\",\"status\":\"OPTED_OUT\"}"));
        assertThat(call("PUT", preferences, "{\"preferences\":[{\"channel\":\"FAX\",\"status\":\"OPTED_OUT\"}]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(Streams.contactRecords(id)).singleElement().satisfies(change -> assertThat(
                        JSON.readTree(change.body()))
                .isEqualTo(JSON.readTree("{\"do\":\"unsubscribe\",\"group\":\"channel-push\"}")));
    }

    @Test
    void theMailboxIsForThisMachineAlone() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", service.port())) {
            socket.getOutputStream()
                    .write("GET /mailbox HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403");
        }
    }
}
