package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.definition.Definitions.DefinitionsUnavailableException;
import io.millrace.streams.record.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the key is found, and who may write with it. */
class KeysTest {

    private static final String EVENT = "{\"userId\":\"u\"}";

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
    @CsvSource({"Basic,''", "basic,ignored", "BASIC,''", "bAsIc,x:y"})
    void basicUserNameInAnyCaseWithAnyPassword(String scheme, String password) throws Exception {
        assertThat(status("/v1/page", EVENT, scheme + " " + base64(TestDoor.KEY + ":" + password)))
                .isEqualTo(200);
        assertThat(status("/v1/page", EVENT, scheme + " " + base64(TestDoor.KEY)))
                .isEqualTo(200);
    }

    @Test
    void bearerQueryAndBody() throws Exception {
        assertThat(status("/v1/page", EVENT, "Bearer " + TestDoor.KEY)).isEqualTo(200);
        assertThat(status("/v1/page?writeKey=" + TestDoor.KEY, EVENT, null)).isEqualTo(200);
        assertThat(status("/v1/page", "{\"userId\":\"u\",\"writeKey\":\"" + TestDoor.KEY + "\"}", null))
                .isEqualTo(200);
        String batch = "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}],\"writeKey\":\"" + TestDoor.KEY + "\"}";
        assertThat(status("/v1/b", batch, null)).isEqualTo(200);
    }

    @Test
    void aBearerThatIsNoWriteKeyIsPassedOver() throws Exception {
        String inBody = "{\"userId\":\"u\",\"writeKey\":\"" + TestDoor.KEY + "\"}";

        assertThat(status("/v1/page", inBody, "Bearer some.oauth.token")).isEqualTo(200);
        assertThat(status("/v1/page?writeKey=" + TestDoor.KEY, EVENT, "Bearer some.oauth.token"))
                .isEqualTo(200);
        assertThat(status("/v1/page", EVENT, "Bearer some.oauth.token")).isEqualTo(401);
    }

    @Test
    void theFirstFoundDecides() throws Exception {
        door.keys.add("other-key", "ws_other", Scope.EVENTS_WRITE);
        String inBody = "{\"userId\":\"u\",\"writeKey\":\"other-key\"}";

        assertThat(status("/v1/page", inBody, "Basic " + base64(TestDoor.KEY + ":")))
                .isEqualTo(200);
        assertThat(status("/v1/page?writeKey=other-key", inBody, "Bearer " + TestDoor.KEY))
                .isEqualTo(200);
        assertThat(status("/v1/page?writeKey=" + TestDoor.KEY, inBody, null)).isEqualTo(200);
        assertThat(status("/v1/page", inBody, "Basic " + base64("unknown:"))).isEqualTo(401);
        assertThat(door.stored())
                .extracting(EventRecord::workspace)
                .containsExactly(TestDoor.WORKSPACE, TestDoor.WORKSPACE, TestDoor.WORKSPACE);
    }

    @Test
    void missingUnknownScopelessAndRevokedKeysAreRefused() throws Exception {
        door.keys.add("reader", TestDoor.WORKSPACE, Scope.ANALYTICS_READ);
        ApiKey graced = door.keys.add("graced", TestDoor.WORKSPACE, Scope.EVENTS_WRITE);
        door.keys.revoke(graced, TestDoor.NOW.plusSeconds(1));
        ApiKey ended = door.keys.add("ended", TestDoor.WORKSPACE, Scope.EVENTS_WRITE);
        door.keys.revoke(ended, TestDoor.NOW);

        assertThat(status("/v1/page", EVENT, null)).isEqualTo(401);
        assertThat(status("/v1/page", EVENT, "Basic !!!")).isEqualTo(401);
        assertThat(status("/v1/page", EVENT, "Bearer reader")).isEqualTo(401);
        assertThat(status("/v1/page", EVENT, "Bearer ended")).isEqualTo(401);
        assertThat(status("/v1/page", EVENT, "Bearer graced")).isEqualTo(200);
        Answer answer = door.post("/v1/page", EVENT, "Authorization: Bearer nobody");
        assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"unauthorized\",\"message\":\"");
    }

    @Test
    void aKeyCreatedElsewhereIsKnownAtOnce() throws Exception {
        door.keys.addElsewhere("brand-new", "ws_new");

        assertThat(status("/v1/page", EVENT, "Basic " + base64("brand-new:"))).isEqualTo(200);
        assertThat(door.stored()).extracting(EventRecord::workspace).containsExactly("ws_new");
    }

    @Test
    void aKeyThatCannotBeCheckedIsNoReasonToDropEvents() throws Exception {
        door.keys.duringRefresh = () -> {
            throw new DefinitionsUnavailableException("no broker", new IllegalStateException());
        };

        Answer answer = door.post("/v1/page", EVENT, "Authorization: Bearer unknown");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("retry-after", "1");
        assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"unavailable\"");
        assertThat(status("/v1/page", EVENT, "Bearer " + TestDoor.KEY)).isEqualTo(200);
    }

    @Test
    void aFloodOfUnknownKeysCostsFewRefreshes() throws Exception {
        int flood = 100;
        List<RawClient> clients = new ArrayList<>();
        long beginNanos = System.nanoTime();
        for (int i = 0; i < flood; i++) {
            RawClient client = door.connect();
            clients.add(client);
            client.request(
                    "POST", "/v1/page", EVENT.getBytes(StandardCharsets.UTF_8), "Authorization: Bearer bogus-" + i);
        }
        for (RawClient client : clients) {
            assertThat(client.answer().status()).isEqualTo(401);
            client.close();
        }
        double seconds = (System.nanoTime() - beginNanos) / 1e9;

        assertThat(door.keys.refreshes.get()).isLessThanOrEqualTo((int) (seconds * 5) + 2);
    }

    private int status(String path, String body, @Nullable String authorization) throws Exception {
        String[] headers = authorization == null ? new String[0] : new String[] {"Authorization: " + authorization};
        return door.post(path, body, headers).status();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
