package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.event.EventType;
import io.millrace.core.event.RejectReason;
import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes and what they answer. */
class AnswersTest {

    private TestDoor door;

    @BeforeEach
    void open() throws Exception {
        door = TestDoor.open();
    }

    @AfterEach
    void close() throws Exception {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({
        "track,TRACK", "identify,IDENTIFY", "page,PAGE", "screen,SCREEN", "group,GROUP", "alias,ALIAS",
        "t,TRACK", "i,IDENTIFY", "p,PAGE", "s,SCREEN", "g,GROUP", "a,ALIAS"
    })
    void everyCallHasItsRoutesWithAndWithoutASlash(String name, EventType type) throws Exception {
        for (String path : new String[] {"/v1/" + name, "/v1/" + name + "/"}) {
            Answer answer = door.postAuthorized(path, "{\"userId\":\"u\",\"event\":\"e\",\"type\":\"nonsense\"}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"success\":true}");
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
        }
        assertThat(door.stored()).extracting(EventRecord::type).containsExactly(type, type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/batch",
                "/v1/b",
                "/v1/import",
                "/v1/batch/",
                "/v1/b/",
                "/v1/import/",
                "/beacon/v1/batch?writeKey=test-write-key",
                "/beacon/v1/batch/?writeKey=test-write-key"
            })
    void everyBatchRouteTakesBatches(String path) throws Exception {
        Answer answer = door.postAuthorized(path, "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]}");

        assertThat(answer.text()).isEqualTo("{\"success\":true}");
        assertThat(door.stored()).extracting(EventRecord::userId).containsExactly("u");
        assertThat(door.stored())
                .extracting(EventRecord::importId)
                .containsExactly(path.startsWith("/v1/import") ? "import" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1", "/v2/track", "/v1/tracks", "/v1/track/x", "/v1/projects//settings", "//v1/track"})
    void anythingElseIsNotFound(String path) throws Exception {
        Answer answer = door.postAuthorized(path, "{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"not_found\"");
        assertThat(answer.headers()).containsEntry("access-control-allow-origin", "*");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/track,'POST, OPTIONS'",
        "PUT,/v1/batch,'POST, OPTIONS'",
        "DELETE,/v1/m,'POST, OPTIONS'",
        "POST,/v1/pixel/track,'GET, OPTIONS'",
        "POST,/health,'GET, OPTIONS'",
        "POST,/v1/projects/k/settings,'GET, OPTIONS'"
    })
    void aWrongMethodNamesTheRightOnes(String method, String path, String allowed) throws Exception {
        try (RawClient client = door.connect()) {
            Answer answer = client.request(method, path, new byte[0]).answer();

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("allow", allowed);
        }
    }

    @Test
    void settingsNameTheKeyAndReflectNoHeader() throws Exception {
        Answer answer = door.get("/v1/projects/k%22%3Cx/settings", "Origin: https://evil.example", "X-Odd: odd");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"integrations\":{\"Segment.io\":{\"apiKey\":\"k\\\"<x\"}}}");
        assertThat(answer.headers().toString()).doesNotContain("evil").doesNotContain("odd");
        assertThat(door.get("/v1/projects/test-write-key/settings/").text())
                .isEqualTo("{\"integrations\":{\"Segment.io\":{\"apiKey\":\"test-write-key\"}}}");
    }

    @Test
    void theSdksOwnMetricsAreTakenAndDropped() throws Exception {
        try (RawClient client = door.connect()) {
            byte[] body = "{\"series\":[1]}".getBytes(StandardCharsets.UTF_8);

            assertThat(client.request("POST", "/v1/m", body).answer().status()).isEqualTo(200);
            assertThat(client.request("POST", "/v1/m/", body).answer().text()).isEqualTo("{\"success\":true}");
        }
        assertThat(door.producer.history()).isEmpty();
    }

    @Test
    void goodEventsAreStoredAndBadOnesKeptWithReasonAndPosition() throws Exception {
        String bad = "{\"type\":\"track\",\"userId\":\"u\",\"messageId\":\"m2\"}";
        Answer answer = door.postAuthorized(
                "/v1/batch",
                "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\",\"messageId\":\"m1\"}," + bad + ",7]}",
                "X-Millrace-Import: imp_1:500");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(door.stored())
                .extracting(EventRecord::messageId, EventRecord::importId, EventRecord::keyId)
                .containsExactly(tuple("m1", "imp_1", door.key.id()));
        assertThat(door.rejected())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new RejectedRecord(
                                TestDoor.WORKSPACE,
                                door.key.id(),
                                "imp_1",
                                "m2",
                                RejectReason.MISSING_EVENT,
                                "a track call needs an event",
                                501,
                                bad.getBytes(StandardCharsets.UTF_8)),
                        new RejectedRecord(
                                TestDoor.WORKSPACE,
                                door.key.id(),
                                "imp_1",
                                null,
                                RejectReason.NOT_AN_OBJECT,
                                "an event must be a JSON object",
                                502,
                                "7".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whenNothingIsStorableTheAnswerIs400AndTheRejectedAreKept() throws Exception {
        Answer batch = door.postAuthorized("/v1/batch", "{\"batch\":[{\"type\":\"page\"}]}");
        Answer single = door.postAuthorized("/v1/track", "[1]");
        Answer empty = door.postAuthorized("/v1/batch", "{\"batch\":[]}");

        for (Answer answer : new Answer[] {batch, single, empty}) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"nothing_storable\",\"message\":\"");
        }
        assertThat(door.rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(RejectReason.MISSING_ID, RejectReason.NOT_AN_OBJECT);
        assertThat(door.stored()).isEmpty();
    }

    @Test
    void aRejectedEventCarriesNoWriteKey() throws Exception {
        Answer answer = door.post("/v1/track", "{\"writeKey\":\"test-write-key\",\"event\":\"e\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(new String(door.rejected().get(0).payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"writeKey\":\"**************\",\"event\":\"e\"}");
    }

    @Test
    void anImportHeaderThatCannotBeReadIsSaid() throws Exception {
        Answer answer = door.postAuthorized(
                "/v1/batch", "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]}", "X-Millrace-Import: seven");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("X-Millrace-Import");
        assertThat(door.producer.history()).isEmpty();
    }

    @Test
    void malformedJsonAndBadEncodingAreSaid() throws Exception {
        Answer malformed = door.postAuthorized("/v1/track", "{\"event\":");
        Answer empty = door.postAuthorized("/v1/track", "");
        Answer utf16 =
                door.post("/v1/track", "{\"event\":\"e\"}".getBytes(StandardCharsets.UTF_16), TestDoor.AUTHORIZATION);

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.text()).startsWith("{\"success\":false,\"code\":\"malformed_json\"");
        assertThat(empty.text()).startsWith("{\"success\":false,\"code\":\"malformed_json\"");
        assertThat(utf16.status()).isEqualTo(400);
        assertThat(utf16.text()).startsWith("{\"success\":false,\"code\":\"bad_encoding\"");
    }
}
