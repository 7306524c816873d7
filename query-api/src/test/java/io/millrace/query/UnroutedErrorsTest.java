package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.HttpApi;
import io.millrace.query.http.Reply;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What no route is reached by is told in the manner of the API too. */
class UnroutedErrorsTest {

    private final HttpApi api = HttpApi.start(
            "127.0.0.1",
            0,
            List.of(Route.get(
                    "/v1/things/{id}",
                    Dialect.GROWTHOS,
                    Guard.EVERYONE,
                    call -> Reply.text(200, "text/plain", "reached"),
                    RouteDoc.of("readThing", "things", "A thing"))),
            new DefinitionAccess(new MemoryDefinitions()),
            CallBounds.wide(),
            new SimpleMeterRegistry(),
            Clock.systemUTC());

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aPathThatIsNoTextIsRefusedByEveryMethod() throws IOException {
        for (String method : List.of("GET", "POST", "PATCH", "DELETE")) {
            for (String id : List.of("%FF%FE", "a%00b", "{}", "%zz")) {
                String answer = answer(method + " /v1/things/" + id + " HTTP/1.1\r\nHost: a\r\n");

                assertThat(answer)
                        .as("%s %s", method, id)
                        .startsWith("HTTP/1.1 400 ")
                        .doesNotContain("<html");
                JsonNode body = Json.parse(
                        answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.UTF_8));
                assertThat(body.path("error").path("code").asText()).isEqualTo("bad_request");
                assertThat(body.path("error").path("details").isArray()).isTrue();
                assertThat(body.path("request_id").asText()).startsWith("req_");
            }
        }
    }

    @Test
    void headersBeyondAllBoundsAreRefused() throws IOException {
        String answer = answer("GET /v1/things/a HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(100_000) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"code\":\"headers_too_large\"");
    }

    private String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
