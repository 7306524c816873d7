package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.HttpApi;
import io.millrace.query.http.Reply;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handler gets of a body, packed or not, and what comes along with a refusal. */
class RequestBodiesTest {

    private final HttpApi api = HttpApi.start(
            "127.0.0.1",
            0,
            List.of(
                    route("/v1/read", call -> Reply.text(200, "text/plain", text(call.body())))
                            .takingUpTo(1_000),
                    route("/v1/upload", call -> {
                                try {
                                    return Reply.text(
                                            200,
                                            "text/plain",
                                            text(call.upload().readAllBytes()));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            })
                            .takingUploads(),
                    route("/v1/busy", call -> {
                        throw Problem.of(429, "rate_limited", "later").exception();
                    })),
            new DefinitionAccess(new MemoryDefinitions()),
            CallBounds.wide(),
            new SimpleMeterRegistry(),
            Clock.systemUTC());

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aPackedBodyIsUnpackedOnEveryRoute() {
        for (String path : List.of("/v1/read", "/v1/upload")) {
            assertThat(post(path, packed("hällo")).body()).isEqualTo("hällo");
            assertThat(post(path, "hällo".getBytes(StandardCharsets.UTF_8)).body())
                    .isEqualTo("hällo");
            assertThat(post(path, new byte[0]).body()).isEmpty();
            assertThat(post(path, new byte[] {0x1f}).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theBoundHoldsForWhatWasPacked() {
        assertThat(post("/v1/read", packed("x".repeat(1_000))).body()).hasSize(1_000);

        HttpResponse<String> bomb = post("/v1/read", packed("x".repeat(500_000)));

        assertThat(bomb.statusCode()).isEqualTo(413);
        assertThat(bomb.body()).contains("\"code\":\"payload_too_large\"");
    }

    @Test
    void aDamagedPackageIsNamed() {
        byte[] half = Arrays.copyOf(packed("x".repeat(100)), 12);

        assertThat(post("/v1/read", half).statusCode()).isEqualTo(400);
        assertThat(post("/v1/read", half).body()).contains("\"code\":\"bad_encoding\"");
        assertThat(post("/v1/upload", new byte[] {0x1f, (byte) 0x8b, 0, 0, 0}).body())
                .contains("\"code\":\"bad_encoding\"");
    }

    @Test
    void whoeverComesTooOftenIsToldWhenToComeAgain() {
        HttpResponse<String> refused = post("/v1/busy", new byte[0]);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
    }

    private HttpResponse<String> post(String path, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Route route(String path, RouteHandler handler) {
        return Route.post(
                path, Dialect.GROWTHOS, Guard.EVERYONE, handler, RouteDoc.of("op" + path, "tests", "A route"));
    }
}
