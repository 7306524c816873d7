package io.millrace.standalone.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.EventType;
import io.millrace.core.settings.Env;
import io.millrace.flink.AudienceJobConfig;
import io.millrace.flink.LocalFlink;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.query.QueryServer;
import io.millrace.query.QuerySettings;
import io.millrace.query.QueryStores;
import io.millrace.query.backfill.BackfillService;
import io.millrace.streams.EventWriter;
import io.millrace.streams.StreamClock;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import io.millrace.streams.record.EventRecord;
import io.millrace.testing.EmbeddedServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts over HTTP with the job that keeps them: what is written is read back, whole and once. */
class ContactsWithTheJobIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration APPLIED = Duration.ofSeconds(60);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Workspace workspace = EmbeddedServices.freshWorkspace();
    private final String key = Ids.secretKey();
    private @Nullable QueryServer server;
    private @Nullable EventWriter events;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        String kafka = EmbeddedServices.kafka();
        KafkaDefinitions definitions = own(KafkaDefinitions.open(kafka, Map.of()));
        DefinitionAccess access = new DefinitionAccess(definitions);
        access.create(workspace);
        access.create(ApiKey.of(key, workspace.id(), ApiKey.Type.SECRET, "test", Scope.management(), Instant.now()));
        own(StreamClock.start(kafka));
        Env env = new Env(Map.of("MILLRACE_API_PORT", "0", "MILLRACE_SEGMENT_WAIT_MS", "30000"));
        LocalFlinkConfig flink = LocalFlinkConfig.forAudience(env, folder);
        own(LocalFlink.start(flink, AudienceJobConfig.from(env, kafka, EmbeddedServices.clickhouse(), flink.spill())));
        server = own(QueryServer.start(
                QuerySettings.from(env),
                new QueryStores(
                        definitions, access, EmbeddedServices.clickhouse(), EmbeddedServices.sqlClickhouse(), kafka),
                List.of()));
        own(BackfillService.start(definitions, kafka, EmbeddedServices.clickhouse()));
        events = own(EventWriter.open(kafka, 1_000_000));
        await().atMost(APPLIED).until(() -> events().ready());
        // The job's first checkpoints take longer than any later one.
        await().atMost(APPLIED)
                .ignoreExceptions()
                .until(() -> post("/v1/contacts", "{\"external_id\":\"first\"}").statusCode() != 202);
    }

    @AfterEach
    void stop() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @Test
    void aContactLivesFromItsCreationToItsDeletion() throws Exception {
        JsonNode created = json(
                201,
                post(
                        "/v1/contacts",
                        """
                        {"external_id":"ann","email":"ann@example.com","traits":{"plan":"trial","seats":1.50},
                         "tags":["a","b"],"scores":{"lead":65},"subscriptions":{"news":"unsubscribed"}}
                        """));
        assertThat(created.path("traits").path("plan").asText()).isEqualTo("trial");
        assertThat(created.path("traits").path("seats").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(created.path("email").asText()).isEqualTo("ann@example.com");
        assertThat(created.path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(created.path("scores").toString()).isEqualTo("{\"lead\":65}");
        assertThat(created.path("subscriptions").toString()).isEqualTo("{\"news\":\"unsubscribed\"}");

        JsonNode changed = json(
                200,
                send("PATCH", "/v1/contacts/ann", "{\"traits\":{\"plan\":\"scale\",\"seats\":null},\"tags\":[\"c\"]}"));
        assertThat(changed.path("traits").path("plan").asText()).isEqualTo("scale");
        assertThat(changed.path("traits").has("seats")).isFalse();
        assertThat(changed.path("tags").toString()).isEqualTo("[\"c\"]");
        assertThat(changed.path("id")).isEqualTo(created.path("id"));
        assertThat(json(200, get("/v1/contacts?tag=c")).path("data")).hasSize(1);

        json(201, post("/v1/contacts", "{\"external_id\":\"annie\",\"traits\":{\"plan\":\"free\",\"city\":\"Ulm\"}}"));
        JsonNode merged = json(200, post("/v1/contacts/ann/merge", "{\"source_contact_id\":\"annie\"}"));
        assertThat(merged.path("contact").path("traits").path("plan").asText()).isEqualTo("scale");
        assertThat(merged.path("contact").path("traits").path("city").asText()).isEqualTo("Ulm");
        assertThat(json(200, get("/v1/contacts/annie")).path("id")).isEqualTo(created.path("id"));

        json(200, send("DELETE", "/v1/contacts/ann", ""));
        assertThat(get("/v1/contacts/ann").statusCode()).isEqualTo(404);
        assertThat(get("/v1/contacts/annie").statusCode()).isEqualTo(404);
        assertThat(get("/v1/contacts/" + created.path("id").asText()).statusCode())
                .isEqualTo(404);
        JsonNode anew = json(201, post("/v1/contacts", "{\"external_id\":\"ann\",\"traits\":{\"new\":true}}"));
        assertThat(anew.path("id")).isNotEqualTo(created.path("id"));
        assertThat(anew.path("traits").toString()).isEqualTo("{\"new\":true}");
    }

    @Test
    void whatABrowserDidBelongsToThePersonItTurnsOutToBe() throws Exception {
        identify(null, "browser-1", "{\"context\":{},\"traits\":{\"city\":\"Bonn\"}}");
        await().atMost(APPLIED).until(() -> get("/v1/contacts/browser-1").statusCode() == 200);
        String anonymous = json(200, get("/v1/contacts/browser-1")).path("id").asText();

        identify("bob", "browser-1", "{\"context\":{},\"traits\":{\"plan\":\"trial\"}}");
        await().atMost(APPLIED)
                .until(() -> get("/v1/contacts/bob").statusCode() == 200
                        && json(200, get("/v1/contacts/bob")).path("traits").has("city"));

        JsonNode bob = json(200, get("/v1/contacts/bob"));
        assertThat(bob.path("traits").path("plan").asText()).isEqualTo("trial");
        assertThat(json(200, get("/v1/contacts/" + anonymous)).path("id")).isEqualTo(bob.path("id"));
        assertThat(json(200, get("/v1/contacts/anonymous:browser-1")).path("id"))
                .isEqualTo(bob.path("id"));
    }

    @Test
    void whatIsReadAfterAnAnswerAboutASegmentAgreesWithIt() throws Exception {
        json(201, post("/v1/contacts", "{\"external_id\":\"ann\",\"traits\":{\"plan\":\"trial\"}}"));
        json(201, post("/v1/contacts", "{\"external_id\":\"bob\",\"traits\":{\"plan\":\"free\"}}"));

        JsonNode created = json(201, post("/v1/segments", segmentOf("trial")));
        String id = created.path("id").asText();
        assertThat(created.path("status").asText()).isEqualTo("active");
        assertThat(created.path("contact_count").asInt()).isEqualTo(1);
        assertThat(members(id)).containsExactly("ann");
        assertThat(segmentsOf("ann")).containsExactly(id);

        JsonNode edited = json(200, send("PATCH", "/v1/segments/" + id, segmentOf("free")));
        assertThat(edited.path("contact_count").asInt()).isEqualTo(1);
        assertThat(members(id)).containsExactly("bob");
        assertThat(segmentsOf("ann")).isEmpty();
        assertThat(segmentsOf("bob")).containsExactly(id);

        json(200, send("DELETE", "/v1/segments/" + id, ""));
        assertThat(segmentsOf("bob")).isEmpty();
    }

    private static String segmentOf(String plan) {
        return "{\"name\":\"By plan\",\"rules\":{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"" + plan + "\"}}";
    }

    /** As a list of contacts has it, which asks the job's table alone. */
    private List<String> members(String segment) throws Exception {
        List<String> members = new ArrayList<>();
        json(200, get("/v1/contacts?segment_id=" + segment))
                .path("data")
                .forEach(contact -> members.add(contact.path("external_id").asText()));
        return members;
    }

    private List<String> segmentsOf(String contact) throws Exception {
        List<String> segments = new ArrayList<>();
        json(200, get("/v1/contacts/" + contact)).path("segments").forEach(segment -> segments.add(segment.asText()));
        return segments;
    }

    @Test
    void aFileIsAppliedWholeAndOnceThoughItIsSentTwice() throws Exception {
        String file = "external_id,n,tags\n"
                + IntStream.range(0, 2_000)
                        .mapToObj(i -> "row" + i + "," + i + ",imported\n")
                        .collect(Collectors.joining());
        JsonNode first = json(202, upload(file));
        JsonNode again = json(202, upload(file));
        String status = "/v1/contacts/imports/" + first.path("id").asText();
        await().atMost(APPLIED)
                .until(() -> json(200, get(status)).path("state").asText().equals("done"));

        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(json(200, get(status)).path("applied").asLong()).isEqualTo(2_000);
        assertThat(json(200, get(status)).path("refused").asLong()).isZero();
        assertThat(json(200, get("/v1/contacts/row1999")).path("traits").toString())
                .isEqualTo("{\"n\":1999}");
        int listed = 0;
        String cursor = "";
        do {
            JsonNode page = json(200, get("/v1/contacts?tag=imported&limit=100" + cursor));
            listed += page.path("data").size();
            cursor = page.path("has_more").asBoolean()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(listed).isEqualTo(2_000);
    }

    private void identify(@Nullable String user, String anonymous, String body) {
        events().write(
                        new EventRecord(
                                workspace.id(),
                                "key_test",
                                "",
                                EventType.IDENTIFY,
                                UUID.randomUUID().toString(),
                                null,
                                user,
                                anonymous,
                                null,
                                null,
                                0,
                                body.getBytes(StandardCharsets.UTF_8)),
                        failure -> {
                            if (failure != null) {
                                throw new AssertionError("the event was not stored", failure);
                            }
                        });
    }

    private HttpResponse<String> upload(String file) {
        return exchange(request("/v1/contacts/import")
                .header("Content-Type", "text/csv")
                .header("Idempotency-Key", "one-file")
                .POST(HttpRequest.BodyPublishers.ofString(file)));
    }

    private HttpResponse<String> get(String path) {
        return exchange(request(path).GET());
    }

    private HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return exchange(request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        int port = Objects.requireNonNull(server).port();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    private static JsonNode json(int status, HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private EventWriter events() {
        return Objects.requireNonNull(events);
    }

    private <P extends AutoCloseable> P own(P part) {
        parts.push(part);
        return part;
    }
}
