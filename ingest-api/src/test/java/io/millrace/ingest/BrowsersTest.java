package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.EventType;
import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.record.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages need: permission to send, images that count, and who they were. */
class BrowsersTest {

    private static final String EVENT = "{\"userId\":\"u\"}";
    private static final String ORIGIN = "Origin: https://shop.example";

    private TestDoor door;

    @BeforeEach
    void open() throws Exception {
        door = TestDoor.with(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"));
    }

    @AfterEach
    void close() throws Exception {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/p", "/v1/batch/", "/beacon/v1/batch", "/v1/m"})
    void preflightsListTheHeadersByName(String path) throws Exception {
        try (RawClient client = door.connect()) {
            Answer answer = client.request(
                            "OPTIONS",
                            path,
                            new byte[0],
                            ORIGIN,
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: authorization")
                    .answer();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers())
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-allow-methods", "POST, OPTIONS")
                    .containsEntry("access-control-expose-headers", "Retry-After");
            assertThat(answer.headers()
                            .getOrDefault("access-control-allow-headers", "")
                            .split(", "))
                    .containsExactlyInAnyOrder(
                            "authorization", "anonymousid", "sentat", "x-retry-count", "content-type");
            assertThat(Integer.parseInt(answer.headers().getOrDefault("access-control-max-age", "0")))
                    .isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void errorsMayBeReadByPagesToo() throws Exception {
        Answer unauthorized = door.post("/v1/p", EVENT, ORIGIN);
        Answer malformed = door.postAuthorized("/v1/p", "{", ORIGIN);
        Answer stored = door.postAuthorized("/v1/p", EVENT, ORIGIN);

        assertThat(Arrays.asList(unauthorized.status(), malformed.status(), stored.status()))
                .containsExactly(401, 400, 200);
        for (Answer answer : new Answer[] {unauthorized, malformed, stored}) {
            assertThat(answer.headers())
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-expose-headers", "Retry-After");
        }
    }

    @Test
    void requestsThatEvenJettyRefusesAnswerInOurWords() throws Exception {
        try (RawClient client = door.connect()) {
            Answer answer = client.send("GARBAGE\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @Test
    void anotherVersionOfHttpIsNoFaultOfOurs() throws Exception {
        try (RawClient client = door.connect()) {
            Answer answer = client.send("GET /health HTTP/7.0\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(505);
            assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"bad_request\"");
            assertThat(answer.headers()).doesNotContainKey("retry-after");
        }
    }

    @Test
    void aPixelStoresTheEventInItsData() throws Exception {
        String event =
                "{\"userId\":\"u\",\"event\":\"Opened \u00fc\",\"writeKey\":\"test-write-key\",\"x\":\"???>>>\"}";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String standard = Base64.getEncoder().encodeToString(bytes);

        for (String data : new String[] {urlSafe, standard, standard.replace("+", "%2B")}) {
            Answer answer = door.get("/v1/pixel/track?data=" + data, "User-Agent: mail");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("content-type", "image/gif");
            assertThat(new String(answer.body(), 0, 6, StandardCharsets.US_ASCII))
                    .isEqualTo("GIF89a");
        }
        assertThat(door.stored()).hasSize(3).allSatisfy(record -> {
            assertThat(record.type()).isEqualTo(EventType.TRACK);
            assertThat(record.event()).isEqualTo("Opened \u00fc");
            assertThat(new String(record.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"context\":{\"ip\":\"127.0.0.1\",\"userAgent\":\"mail\"},\"x\":\"???>>>\"}");
        });
    }

    @Test
    void aPixelMaySayItsEventInPlainParameters() throws Exception {
        door.get("/v1/pixel/page?writeKey=test-write-key&anonymousId=a%20b&campaign=%22spring%22");

        EventRecord record = door.stored().get(0);
        assertThat(record.type()).isEqualTo(EventType.PAGE);
        assertThat(record.anonymousId()).isEqualTo("a b");
        assertThat(new String(record.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"context\":{\"ip\":\"127.0.0.1\"},\"campaign\":\"\\\"spring\\\"\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/pixel/track",
                "/v1/pixel/",
                "/v1/pixel/track?data=%%%",
                "/v1/pixel/track?data=!",
                "/v1/pixel/x/y",
                "/v1/pixel/track?data=e30&writeKey=unknown"
            })
    void aPixelAlwaysShowsItsImage(String path) throws Exception {
        Answer answer = door.get(path, "X-Millrace-Import: no line");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "image/gif");
        assertThat(door.producer.history()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 10.1.2.3 | 203.0.113.9",
                "10.9.9.9, 10.1.2.3 | 10.9.9.9",
                "evil.example, 10.1.2.3 | 10.1.2.3",
                "2001:db8::1 | 2001:db8::1"
            })
    void theAddressIsTheNearestThatIsNoTrustedProxy(String forwardedFor, String expected) throws Exception {
        door.postAuthorized("/v1/p", EVENT, ORIGIN, "X-Forwarded-For: " + forwardedFor);

        assertThat(new String(door.stored().get(0).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"context\":{\"ip\":\"" + expected + "\"}}");
    }

    @Test
    void nobodyElseMaySayWhereARequestComesFrom() throws Exception {
        try (TestDoor trusting = TestDoor.open()) {
            trusting.postAuthorized("/v1/p", EVENT, ORIGIN, "X-Forwarded-For: 203.0.113.9");

            assertThat(new String(trusting.stored().get(0).body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"context\":{\"ip\":\"127.0.0.1\"}}");
        }
    }

    @Test
    void eventsOfServersKeepTheirAddressToThemselves() throws Exception {
        door.postAuthorized("/v1/p", EVENT, "User-Agent: server");

        assertThat(new String(door.stored().get(0).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"context\":{}}");
    }
}
