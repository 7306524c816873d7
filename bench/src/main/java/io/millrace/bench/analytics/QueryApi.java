package io.millrace.bench.analytics;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.EmbeddedKafkaConfig;
import io.millrace.query.QueryServer;
import io.millrace.query.QuerySettings;
import io.millrace.query.QueryStores;
import io.millrace.streams.TopicAdmin;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The query service over a table of generated events, twice: once as it runs, once with a recorder before ClickHouse. Its
 * definitions are in a broker of its own.
 */
final class QueryApi implements AutoCloseable {

    private static final Env SETTINGS = new Env(Map.of("MILLRACE_API_PORT", "0"));

    private final EmbeddedKafka kafka;
    private final KafkaDefinitions definitions;
    private final Access access;
    private final QueryServer server;
    private final SqlRecorder recorder;
    private final QueryServer recorded;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> keys = new HashMap<>();

    private QueryApi(EmbeddedKafka kafka, KafkaDefinitions definitions, EventTable table, SqlRecorder recorder) {
        this.kafka = kafka;
        this.definitions = definitions;
        this.access = new DefinitionAccess(definitions);
        this.recorder = recorder;
        this.server = serve(table.endpoint(), table);
        this.recorded = serve(recorder.endpoint(), table);
    }

    static QueryApi over(EventTable table) throws IOException {
        EmbeddedKafka kafka =
                EmbeddedKafka.start(EmbeddedKafkaConfig.in(table.folder().resolve("kafka")));
        TopicAdmin.createMissing(kafka.bootstrap());
        return new QueryApi(
                kafka, KafkaDefinitions.open(kafka.bootstrap(), Map.of()), table, SqlRecorder.before(table.endpoint()));
    }

    private QueryServer serve(ClickHouseEndpoint clickhouse, EventTable table) {
        return QueryServer.start(
                QuerySettings.from(SETTINGS),
                new QueryStores(definitions, access, clickhouse, table.sqlEndpoint(), kafka.bootstrap()),
                List.of());
    }

    /** From now on the workspace can be asked. */
    void open(String workspace) {
        Instant now = Instant.now();
        String key = Ids.secretKey();
        access.create(new Workspace(workspace, workspace, workspace.replace('_', '-'), ZoneOffset.UTC, now));
        access.create(ApiKey.of(key, workspace, ApiKey.Type.SECRET, "bench", Scope.management(), now));
        keys.put(workspace, key);
    }

    /** The answer to a question, from the request to the answer's last byte. */
    String ask(String workspace, String question) {
        return ask(server, workspace, question);
    }

    /** What the service asks ClickHouse for the question. */
    List<SqlRecorder.Statement> statements(String workspace, String question) {
        recorder.taken();
        ask(recorded, workspace, question);
        return recorder.taken();
    }

    /** Sends statements again without the service. */
    long replay(List<SqlRecorder.Statement> statements) {
        return recorder.replay(statements);
    }

    /** Sends a body to a path and answers what came back; only success counts. */
    String post(String workspace, String path, String body) {
        return call(server, workspace, path, "POST", BodyPublishers.ofString(body));
    }

    String get(String workspace, String path) {
        return call(server, workspace, path, "GET", BodyPublishers.noBody());
    }

    private String ask(QueryServer asked, String workspace, String question) {
        return call(asked, workspace, "/v1/analytics/query", "POST", BodyPublishers.ofString(question));
    }

    private String call(
            QueryServer asked, String workspace, String path, String method, HttpRequest.BodyPublisher body) {
        String key = keys.get(workspace);
        if (key == null) {
            throw new IllegalStateException("workspace " + workspace + " was not opened");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        "asked " + method + " " + path + ", got " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("the query service did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() throws Exception {
        recorded.close();
        server.close();
        recorder.close();
        definitions.close();
        kafka.close();
    }
}
