package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What must be true of a load when all of it is acknowledged. */
final class Counting {

    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    private Counting() {}

    static void awaitMore(Load load, int events) {
        int target = load.acknowledged() + events;
        await().atMost(CATCH_UP).until(() -> load.acknowledged() >= target);
    }

    static void assertStoredOnce(Client client, int sent) {
        await().atMost(CATCH_UP).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            assertThat(client.number("SELECT uniqExact(message_id) FROM events WHERE event = 'Load'"))
                    .isEqualTo(sent);
        });
        assertThatNothingIsDouble(client, sent);
        assertThatEveryMinuteIsCounted(client);
    }

    /** Counts come with the checkpoint of the events that they count, right after them. */
    private static void assertThatEveryMinuteIsCounted(Client client) {
        await().atMost(CATCH_UP).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            Map<Instant, Long> stored = new TreeMap<>();
            client.sql("SELECT toUnixTimestamp(toStartOfMinute(timestamp)) AS minute, count() AS n FROM events"
                            + " WHERE event = 'Load' GROUP BY minute")
                    .forEach(row -> stored.put(
                            Instant.ofEpochSecond(row.path("minute").asLong()),
                            row.path("n").asLong()));
            Map<Instant, Long> counted = new TreeMap<>();
            client.ask("/v1/analytics/event-counts?event=Load&window=minute", "")
                    .path("data")
                    .forEach(row -> counted.put(
                            Instant.parse(row.path("window_start").asText()),
                            row.path("count").asLong()));
            counted.values().removeIf(n -> n == 0);
            assertThat(counted).isEqualTo(stored);
        });
    }

    private static void assertThatNothingIsDouble(Client client, int sent) {
        try {
            assertThat(client.number("SELECT count() FROM events WHERE event = 'Load'"))
                    .isEqualTo(sent);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
