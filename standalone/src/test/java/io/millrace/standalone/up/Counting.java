package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;

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
