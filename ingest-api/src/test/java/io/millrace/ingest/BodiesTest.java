package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.RawClient.Answer;
import io.millrace.streams.record.EventRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies come, and the bounds of what is taken in. */
class BodiesTest {

    private static final String EVENT = "{\"userId\":\"u\"}";
    private static final int LIMIT = 4 * 1024 * 1024;

    private TestDoor door;

    @BeforeEach
    void open() throws Exception {
        door = TestDoor.with(Map.of("MILLRACE_INGEST_BODY_TIMEOUT_MS", "700"));
    }

    @AfterEach
    void close() throws Exception {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "image/png", "?"})
    void contentTypeIsNotTrusted(String contentType) throws Exception {
        byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);

        assertThat(post(body, "Content-Type: " + contentType).status()).isEqualTo(200);
        assertThat(post(gzip(body), "Content-Type: " + contentType, "Content-Encoding: gzip")
                        .status())
                .isEqualTo(200);
        assertThat(post(gzip(body), "Content-Type: " + contentType).status()).isEqualTo(200);
        assertThat(post(body, "Content-Encoding: gzip").status()).isEqualTo(200);
    }

    @Test
    void chunkedContinuedAndWithAByteOrderMark() throws Exception {
        try (RawClient client = door.connect()) {
            client.send("POST /v1/page HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + TestDoor.AUTHORIZATION
                    + "\r\n\r\n3\r\n{\"u\r\n");
            client.send("b\r\nserId\":\"u\"}\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);

            client.send("POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\nExpect: 100-continue\r\n"
                    + TestDoor.AUTHORIZATION + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            client.send(EVENT);
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(post(("\ufeff" + EVENT).getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(200);
        assertThat(door.stored()).extracting(EventRecord::userId).containsExactly("u", "u", "u");
    }

    @Test
    void aBatchMayShrinkAsFarAsItLikes() throws Exception {
        String padded = "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]" + " ".repeat(3_000_000) + "}";
        byte[] packed = gzip(padded.getBytes(StandardCharsets.UTF_8));

        assertThat(packed.length).isLessThan(10_000);
        assertThat(door.post("/v1/batch", packed, TestDoor.AUTHORIZATION).status())
                .isEqualTo(200);
    }

    @Test
    void fourMegabytesPassAndOneByteMoreDoesNot() throws Exception {
        String fits = "{\"userId\":\"u\"" + " ".repeat(LIMIT - EVENT.length()) + "}";
        String over = "{\"userId\":\"u\"" + " ".repeat(LIMIT - EVENT.length() + 1) + "}";

        String batchFits = "{\"batch\":[{\"type\":\"page\",\"userId\":\"u\"}]" + " ".repeat(LIMIT - 42) + "}";
        assertThat(batchFits.length()).isLessThanOrEqualTo(LIMIT);
        assertThat(door.post("/v1/batch", batchFits, TestDoor.AUTHORIZATION).status())
                .isEqualTo(200);
        assertThat(post(gzip(fits.getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(400);
        assertThat(door.rejected()).hasSize(1);

        Answer plain = post(over.getBytes(StandardCharsets.UTF_8));
        assertThat(plain.status()).isEqualTo(413);
        assertThat(plain.text()).startsWith("{\"success\":false,\"code\":\"payload_too_large\"");
        assertThat(post(gzip(over.getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(413);
    }

    @Test
    void aGzipBombIsRefusedWithinTwoSeconds() throws Exception {
        byte[] bomb = gzip(new byte[512 * 1024 * 1024]);

        long beginNanos = System.nanoTime();
        Answer answer = post(bomb);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(System.nanoTime() - beginNanos).isLessThan(2_000_000_000L);
    }

    @Test
    void gzipOfManyMembersIsReadToItsEnd() throws Exception {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        byte[] empty = gzip(new byte[0]);
        for (int i = 0; i < 100_000; i++) {
            members.writeBytes(empty);
        }
        members.writeBytes(gzip(EVENT.substring(0, 5).getBytes(StandardCharsets.UTF_8)));
        members.writeBytes(gzip(EVENT.substring(5).getBytes(StandardCharsets.UTF_8)));

        assertThat(post(members.toByteArray()).status()).isEqualTo(200);
        assertThat(door.stored()).hasSize(1);
    }

    @Test
    void whoAsksBeforeSendingTooMuchIsToldAtOnce() throws Exception {
        try (RawClient client = door.connect()) {
            client.send("POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Length: " + (LIMIT + 1)
                    + "\r\nExpect: 100-continue\r\n" + TestDoor.AUTHORIZATION + "\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void brokenGzipIsSaid() throws Exception {
        byte[] packed = gzip(EVENT.getBytes(StandardCharsets.UTF_8));
        byte[] cut = Arrays.copyOf(packed, packed.length - 9);

        byte[] otherChecksum = packed.clone();
        otherChecksum[packed.length - 8]++;
        byte[] otherMethod = packed.clone();
        otherMethod[2] = 9;
        byte[] endlessName = packed.clone();
        endlessName[3] = 8;

        for (byte[] broken : List.of(cut, otherChecksum, otherMethod, endlessName, Arrays.copyOf(packed, 2))) {
            assertThat(post(broken).text()).startsWith("{\"success\":false,\"code\":\"bad_encoding\"");
        }
    }

    @Test
    void aContextThatWouldMultiplyIsRefused() throws Exception {
        String context = "\"context\":{\"x\":\"" + "x".repeat(1_000_000) + "\"}";
        String events = "{\"type\":\"page\",\"userId\":\"u\"},".repeat(999) + "{\"type\":\"page\",\"userId\":\"u\"}";

        Answer answer = door.postAuthorized("/v1/batch", "{\"batch\":[" + events + "]," + context + "}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(door.producer.history()).isEmpty();
    }

    @Test
    void aUserAgentCountsAsLongAsItIs() throws Exception {
        String events = "{\"type\":\"page\",\"userId\":\"u\"},".repeat(39_999) + "{\"type\":\"page\",\"userId\":\"u\"}";

        Answer answer = door.postAuthorized(
                "/v1/batch", "{\"batch\":[" + events + "]}", "User-Agent: " + "Mozilla/5.0 ".repeat(12));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aBombOfFieldsIsRefusedWithinHalfASecond() throws Exception {
        StringBuilder bomb = new StringBuilder("{\"userId\":\"u\"");
        for (int i = 0; bomb.length() < LIMIT - 20; i++) {
            bomb.append(",\"").append(Integer.toHexString(i)).append("\":1");
        }
        byte[] body = bomb.append('}').toString().getBytes(StandardCharsets.UTF_8);
        long bestNanos = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long beginNanos = System.nanoTime();
            assertThat(post(body).text()).contains("event_too_large");
            bestNanos = Math.min(bestNanos, System.nanoTime() - beginNanos);
        }
        assertThat(bestNanos).isLessThan(500_000_000L);
    }

    @Test
    void tenThousandEventsInOneBatch() throws Exception {
        StringBuilder batch = new StringBuilder("{\"batch\":[");
        for (int i = 0; i < 10_000; i++) {
            batch.append(i == 0 ? "" : ",").append("{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u" + i + "\"}");
        }

        assertThat(door.postAuthorized("/v1/batch", batch + "]}").status()).isEqualTo(200);
        assertThat(door.stored())
                .extracting(EventRecord::messageId)
                .doesNotHaveDuplicates()
                .hasSize(10_000);
    }

    @Test
    void aBodyThatStallsOrTricklesIsClosedWith408() throws Exception {
        try (RawClient stalled = door.connect();
                RawClient trickling = door.connect()) {
            String head =
                    "POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n" + TestDoor.AUTHORIZATION + "\r\n\r\n";
            stalled.send(head + "{\"us");
            trickling.send(head);
            Thread trickle = new Thread(() -> trickle(trickling));
            trickle.start();

            for (RawClient client : new RawClient[] {stalled, trickling}) {
                Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.headers()).containsEntry("connection", "close");
                assertThat(client.ended()).isTrue();
            }
            trickle.join();
        }
        assertThat(door.post("/v1/page", EVENT, TestDoor.AUTHORIZATION).status())
                .isEqualTo(200);
        assertThat(door.get("/metrics").text()).contains("millrace_ingest_in_flight_bytes 0.0");
    }

    /** A byte every 100 ms, slower than the time a body has. */
    private static void trickle(RawClient client) {
        try {
            for (int i = 0; i < 10; i++) {
                client.send(" ");
                Thread.sleep(100);
            }
        } catch (IOException e) {
            // The server has closed the connection, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBodyThatEndsTooEarlyHarmsNobody() throws Exception {
        try (RawClient client = door.connect()) {
            client.send("POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\n{\"u");
            client.endOutput();
            client.ended();
        }
        assertThat(post(EVENT.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(200);
    }

    @Test
    void aClientThatHasSaidAllMayCloseItsSide() throws Exception {
        try (RawClient client = door.connect()) {
            client.request("POST", "/v1/page", EVENT.getBytes(StandardCharsets.UTF_8), TestDoor.AUTHORIZATION);
            client.endOutput();
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void headersOfMoreThan64KilobytesAreRefused() throws Exception {
        try (RawClient client = door.connect()) {
            client.send("POST /v1/page HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(65_537) + "\r\n\r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.text()).startsWith("{\"success\":false,\"code\":\"headers_too_large\"");
        }
        assertThat(post(EVENT.getBytes(StandardCharsets.UTF_8), "X-Long: " + "x".repeat(60_000))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoLengthsOfABodyAreRefusedAndTheConnectionClosed() throws Exception {
        try (RawClient client = door.connect()) {
            client.send("POST /v1/page HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\nTransfer-Encoding: chunked\r\n"
                    + TestDoor.AUTHORIZATION + "\r\n\r\n0\r\n\r\n");
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
        }
        assertThat(door.producer.history()).isEmpty();
    }

    private Answer post(byte[] body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = TestDoor.AUTHORIZATION;
        return door.post("/v1/page", body, all);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
