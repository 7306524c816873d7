package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.settings.Env;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With no ClickHouse to ask, the service says so and stays up. */
class UnavailableTest {

    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final DefinitionAccess access = new DefinitionAccess(definitions);
    private final String key = Ids.secretKey();

    @Test
    void answersThatItCannotAnswerNow() throws IOException, InterruptedException {
        Workspace workspace = new Workspace(Ids.workspace(), "shop", "shop", ZoneId.of("UTC"), NOW);
        access.create(workspace);
        access.create(ApiKey.of(key, workspace.id(), ApiKey.Type.SECRET, "test", Scope.management(), NOW));
        ClickHouseEndpoint nowhere = new ClickHouseEndpoint("http://127.0.0.1:1", "millrace", "u", "p");
        HealthCheck ill = new HealthCheck() {
            @Override
            public String name() {
                return "clickhouse";
            }

            @Override
            public Optional<String> problem() {
                return Optional.of("does not answer");
            }
        };
        try (QueryServer server = QueryServer.start(
                QuerySettings.from(new Env(Map.of("MILLRACE_API_PORT", "0"))),
                new QueryStores(definitions, access, nowhere, nowhere, "127.0.0.1:1"),
                List.of(ill))) {
            HttpResponse<String> events = get(server, "/v1/analytics/events");
            HttpResponse<String> health = get(server, "/health");

            assertThat(events.statusCode()).isEqualTo(503);
            assertThat(events.body()).contains("\"code\":\"unavailable\"").doesNotContain("127.0.0.1:1");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body())
                    .isEqualTo("{\"status\":\"unavailable\",\"checks\":{\"clickhouse\":\"does not answer\"}}");
        }
    }

    private HttpResponse<String> get(QueryServer server, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
