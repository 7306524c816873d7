package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.HttpApi;
import io.millrace.query.http.Reply;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route of the table, asked without a key, with keys that may not, and with another workspace's key. */
class AccessTest {

    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");
    private static final RouteHandler ANSWERS = call -> Reply.text(200, "text/plain", "reached");

    private final MemoryDefinitions definitions = new MemoryDefinitions();
    private final DefinitionAccess access = new DefinitionAccess(definitions);
    private final Workspace mine = workspace("mine");
    private final Workspace theirs = workspace("theirs");
    private final List<Route> routes = Routes.all(
            new Routes.Handlers(
                    ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS, ANSWERS,
                    ANSWERS, ANSWERS),
            List.of());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpApi api = HttpApi.start(
            "127.0.0.1",
            0,
            routes,
            access,
            CallBounds.wide(),
            new SimpleMeterRegistry(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final String admin = key("", ApiKey.Type.ADMIN, Set.of(), null);

    @BeforeEach
    void workspaces() {
        access.create(mine);
        access.create(theirs);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void withoutAValidKeyOnlyPublicRoutesAnswer() {
        String expired = key(mine.id(), ApiKey.Type.SECRET, EnumSet.allOf(Scope.class), NOW);
        for (Route route : routes) {
            int expected = route.guard().equals(Guard.EVERYONE) ? 200 : 401;

            assertRefusedOrReached(route, mine, null, expected, "unauthenticated");
            assertRefusedOrReached(route, mine, "mr_sk_unknown", expected, "unauthenticated");
            assertRefusedOrReached(route, mine, expired, expected, "unauthenticated");
        }
    }

    @Test
    void aKeyNeedsTheScopeOfTheRoute() {
        for (Route route : routes) {
            EnumSet<Scope> others = EnumSet.allOf(Scope.class);
            route.guard().scope().ifPresent(others::remove);
            String lacking = key(mine.id(), ApiKey.Type.SECRET, others, null);
            String having = key(
                    mine.id(),
                    ApiKey.Type.SECRET,
                    route.guard().scope().map(Set::of).orElse(Set.of()),
                    null);
            int lackingStatus =
                    switch (route.guard().kind()) {
                        case EVERYONE, ANY_KEY -> 200;
                        case ADMIN, SCOPE, SCOPE_OR_ADMIN -> 403;
                    };
            int havingStatus = route.guard().kind() == Guard.Kind.ADMIN ? 403 : 200;
            int adminStatus = route.guard().kind() == Guard.Kind.SCOPE ? 403 : 200;

            assertRefusedOrReached(route, mine, lacking, lackingStatus, "insufficient_scope");
            assertRefusedOrReached(route, mine, having, havingStatus, "insufficient_scope");
            assertRefusedOrReached(route, mine, admin, adminStatus, "insufficient_scope");
        }
    }

    @Test
    void aHeadIsGuardedAndAnsweredAsTheGetWouldBe() {
        for (Route route : routes) {
            if (route.method() == Route.Method.GET) {
                String path = path(route, mine);

                HttpResponse<String> head = send("HEAD", path, null);

                assertThat(head.statusCode())
                        .as(route.path())
                        .isEqualTo(send("GET", path, null).statusCode());
                assertThat(head.body()).isEmpty();
            }
        }
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        HttpResponse<String> sql = send("DELETE", "/v1/sql", null);
        HttpResponse<String> keys = send("PUT", "/api/workspaces", null);

        assertThat(sql.statusCode()).isEqualTo(405);
        assertThat(sql.headers().firstValue("Allow")).contains("POST");
        assertThat(keys.headers().firstValue("Allow")).contains("GET, HEAD, POST");
        assertThat(keys.body()).startsWith("{\"error\":");
    }

    @Test
    void anotherWorkspaceLooksLikeNone() {
        String all = key(mine.id(), ApiKey.Type.SECRET, EnumSet.allOf(Scope.class), null);
        Workspace nowhere = workspace("nowhere");
        int named = 0;
        for (Route route : routes) {
            if (route.path().contains(Route.WORKSPACE)) {
                named++;
                HttpResponse<String> others = send(route, theirs, all);
                HttpResponse<String> none = send(route, nowhere, all);

                assertThat(others.statusCode()).as(route.path()).isEqualTo(404);
                assertThat(none.statusCode()).as(route.path()).isEqualTo(404);
                assertThat(others.body()).isEqualTo(none.body()).contains("Workspace not found");
            }
        }
        assertThat(named).isEqualTo(3);
    }

    @Test
    void aKeyThatIsNotKnownIsLookedForOnceMore() {
        int before = definitions.refreshes();

        send(routes.get(0), mine, "mr_sk_unknown");

        assertThat(definitions.refreshes()).isEqualTo(before + 1);
    }

    @Test
    void whatIsNoRouteSaysSoInTheDialectOfItsPath() {
        assertThat(send("GET", "/v1/nothing", null).body()).contains("\"code\":\"not_found\"");
        assertThat(send("GET", "/api/nothing", null).body())
                .isEqualTo("{\"error\":\"Route not found\",\"details\":[]}");
        assertThat(send("DELETE", "/v1/sql", null).statusCode()).isEqualTo(405);
    }

    private void assertRefusedOrReached(
            Route route, Workspace named, @Nullable String key, int status, String codeIfRefused) {
        HttpResponse<String> response = send(route, named, key);

        assertThat(response.statusCode())
                .as("%s %s", route.method(), route.path())
                .isEqualTo(status);
        if (status == 200) {
            return;
        }
        JsonNode body = Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
        if (route.dialect() == Dialect.GROWTHOS) {
            assertThat(body.path("error").path("code").asText()).isEqualTo(codeIfRefused);
            assertThat(body.path("request_id").asText()).startsWith("req_");
        } else {
            assertThat(body.path("error").isTextual()).isTrue();
            assertThat(body.path("details").isArray()).isTrue();
        }
    }

    private HttpResponse<String> send(Route route, Workspace named, @Nullable String key) {
        return send(route.method().name(), path(route, named), key);
    }

    /** Other parameters than the workspace's are any text: the guard does not look at them. */
    private static String path(Route route, Workspace named) {
        return route.path().replace(Route.WORKSPACE, named.id()).replaceAll("\\{[^}]+}", "x1");
    }

    private HttpResponse<String> send(String method, String path, @Nullable String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (key != null) {
            request.header("Authorization", "bearer " + key);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    private String key(String workspace, ApiKey.Type type, Set<Scope> scopes, @Nullable Instant validUntil) {
        String secret = Ids.secretKey();
        ApiKey key = ApiKey.of(secret, workspace, type, "test", scopes, NOW);
        access.create(new ApiKey(key.id(), workspace, type, "test", key.hash(), key.hint(), scopes, NOW, validUntil));
        return secret;
    }

    private static Workspace workspace(String slug) {
        return new Workspace(Ids.workspace(), slug, slug, ZoneId.of("UTC"), NOW);
    }
}
