package io.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.testing.MemoryDefinitions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real connections: a statement is a latch that only a kill or the test opens. */
class CallWatchTest {

    private final Set<String> killed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch leftSeen = new CountDownLatch(1);
    private final CallWatch watch = new CallWatch(queryId -> {
        killed.add(queryId);
        release.countDown();
    });
    private final HttpApi api = HttpApi.start(
            "127.0.0.1",
            0,
            List.of(route("/v1/slow", this::slow), route("/v1/quick", call -> Reply.text(200, "text/plain", "quick"))),
            new DefinitionAccess(new MemoryDefinitions()),
            new HttpApi.Bounds(
                    new Limits(Duration.ofSeconds(60), 1, 1), new HeavyLimits(1, 1, 1, Duration.ofSeconds(60)), watch),
            new SimpleMeterRegistry(),
            Clock.systemUTC());

    @AfterEach
    void close() {
        release.countDown();
        api.close();
    }

    @Test
    void whatRunsForAClientThatLeavesIsKilledAndNothingMoreIsBegun() throws Exception {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), api.port());
        send(client, "/v1/slow");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        client.close();

        await().atMost(Duration.ofSeconds(30)).until(() -> killed.contains("first"));
        assertThat(leftSeen.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatStaysIsAnsweredAlsoWhenItAsksAhead() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            client.setSoTimeout(30_000);
            send(client, "/v1/slow");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            send(client, "/v1/quick");
            // Long enough for the watch to have looked and read what was sent ahead; the answers do not depend on it.
            TimeUnit.MILLISECONDS.sleep(600);
            release.countDown();

            String answers = readUntil(client.getInputStream(), "quick");
            assertThat(answers).contains("slow answer").endsWith("quick");
            send(client, "/v1/quick");
            assertThat(readUntil(client.getInputStream(), "quick")).startsWith("HTTP/1.1 200");
        }
        assertThat(killed).isEmpty();
    }

    private Reply slow(Call call) {
        watch.begun("first");
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.ended("first");
        try {
            watch.begun("second");
        } catch (ClientLeftException e) {
            leftSeen.countDown();
            throw e;
        }
        watch.ended("second");
        return Reply.text(200, "text/plain", "slow answer");
    }

    private static Route route(String path, RouteHandler handler) {
        return Route.get(path, Dialect.GROWTHOS, Guard.EVERYONE, handler, RouteDoc.of("read", "things", "A thing"));
    }

    private static void send(Socket client, String path) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int read = in.read();
            if (read < 0) {
                throw new AssertionError("the connection ended after " + text);
            }
            text.append((char) read);
        }
        return text.toString();
    }
}
