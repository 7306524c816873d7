package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.settings.Env;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The query service over a real ClickHouse, with a workspace of its own and a clock that stands still. */
final class Api implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    final MemoryDefinitions definitions = new MemoryDefinitions();
    final DefinitionAccess access = new DefinitionAccess(definitions);
    final Workspace workspace;
    final String secretKey = Ids.secretKey();
    final String adminKey = Ids.adminKey();
    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final HttpClient http = HttpClient.newHttpClient();
    private final QueryServer server;
    private final List<ObjectNode> pending = new ArrayList<>();
    private long offset;

    private Api(ZoneId zone, String kafka) {
        Workspace fresh = EmbeddedServices.freshWorkspace();
        workspace = new Workspace(fresh.id(), fresh.name(), fresh.slug(), zone, fresh.createdAt());
        access.create(workspace);
        access.create(ApiKey.of(secretKey, workspace.id(), ApiKey.Type.SECRET, "test", Scope.management(), NOW));
        access.create(ApiKey.of(adminKey, "", ApiKey.Type.ADMIN, "admin", Set.of(), NOW));
        // No job judges here: rows that tests write stand for what it would have stored.
        insert(
                "rules_judged",
                List.of(Json.MAPPER
                        .createObjectNode()
                        .put("task", 0)
                        .put("tasks", 1)
                        .put("version", Long.MAX_VALUE)));
        server = QueryServer.start(
                QuerySettings.from(new Env(Map.of("MILLRACE_API_PORT", "0", "MILLRACE_SEGMENT_WAIT_MS", "0"))),
                new QueryStores(
                        definitions, access, EmbeddedServices.clickhouse(), EmbeddedServices.sqlClickhouse(), kafka),
                List.of(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static Api start() {
        return new Api(ZoneId.of("UTC"), "127.0.0.1:1");
    }

    static Api start(ZoneId zone) {
        return new Api(zone, "127.0.0.1:1");
    }

    static Api withKafka() {
        return new Api(ZoneId.of("UTC"), EmbeddedServices.kafka());
    }

    int port() {
        return server.port();
    }

    ClickHouseClient clickhouse() {
        return client;
    }

    /** A track event; properties by path and text. */
    Api track(String user, String event, String at, String... properties) {
        return event("track", user, event, at, properties, new String[0]);
    }

    Api event(String type, String user, String event, String at, String[] properties, String[] context) {
        return event(workspace.id(), type, user, event, at, properties, context);
    }

    Api event(String owner, String type, String user, String event, String at, String[] properties, String[] context) {
        String messageId = UUID.randomUUID().toString();
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", owner);
        row.put("event", event);
        row.put("type", type);
        row.put("timestamp", clickhouseTime(at));
        row.put(
                "person",
                ContactId.of(owner, new Person(Person.Kind.USER, user)).number());
        row.put("user_id", user);
        row.put("message_id", messageId);
        row.put("received_at", clickhouseTime(at));
        row.put("partition", 0);
        row.put("offset", offset++);
        row.put("key_id", "key_test");
        row.put("import_id", "");
        fill(row.putObject("properties"), properties);
        fill(row.putObject("context"), context);
        row.put(
                "text",
                "{\"messageId\":\"" + messageId + "\",\"type\":\"" + type + "\",\"event\":\"" + event
                        + "\",\"userId\":\"" + user + "\",\"anonymousId\":null,\"timestamp\":\"" + at
                        + "\",\"receivedAt\":\"" + at + "\",\"context\":{}}");
        pending.add(row);
        return this;
    }

    /** A row as the job writes it, with fields of one's own. */
    ObjectNode lastRow() {
        return pending.get(pending.size() - 1);
    }

    /** Stores what was told so far. */
    Api stored() {
        insert("events", pending);
        pending.clear();
        return this;
    }

    void insert(String table, List<ObjectNode> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(row).append('\n'));
        client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
    }

    JsonNode query(String body) {
        return json(200, post("/v1/analytics/query", secretKey, body));
    }

    JsonNode refused(String body) {
        return json(400, post("/v1/analytics/query", secretKey, body)).path("error");
    }

    String csv(String body) {
        HttpResponse<String> response = post("/v1/analytics/query", secretKey, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
        return response.body();
    }

    JsonNode sql(int status, String sql) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("query", sql);
        return json(status, post("/v1/sql", secretKey, body.toString()));
    }

    JsonNode json(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new AssertionError(
                    "expected " + status + ", found " + response.statusCode() + ": " + response.body());
        }
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, @Nullable String key, String... headers) {
        return send(request(path, key, headers).GET());
    }

    HttpResponse<String> post(String path, @Nullable String key, String body, String... headers) {
        HttpResponse<String> response =
                send(request(path, key, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
        if (response.statusCode() < 300 && RequestSchemas.known(path)) {
            // What the service takes, the documented schema takes too.
            assertThat(RequestSchemas.faults(path, body)).as(body).isEmpty();
        }
        return response;
    }

    HttpResponse<String> patch(String path, @Nullable String key, String body, String... headers) {
        return send(request(path, key, headers).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path, @Nullable String key, String... headers) {
        return send(request(path, key, headers).DELETE());
    }

    HttpResponse<byte[]> postForBytes(String path, @Nullable String key, String body, String... headers) {
        try {
            return http.send(
                    request(path, key, headers)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    private HttpRequest.Builder request(String path, @Nullable String key, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    private static void fill(ObjectNode map, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
    }

    static String clickhouseTime(String iso) {
        return iso.replace('T', ' ').replace("Z", "");
    }

    static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        ((ArrayNode) array).forEach(node -> texts.add(node.path(field).asText()));
        return texts;
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
