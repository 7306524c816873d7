package io.millrace.cli.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.FakeInstance;
import io.millrace.cli.FakeInstance.Failure;
import io.millrace.cli.client.CommandFailure;
import io.millrace.cli.client.IngestClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {

    private static final RetryPolicy RETRIES =
            new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(400));

    private final FakeInstance instance = new FakeInstance();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    SenderTest() throws IOException {}

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void aRequestThatIsTooLargeIsHalvedDownToTheEventThatIs() throws InterruptedException {
        Failure tooLarge = new Failure(413, "{\"message\":\"too large\"}", "");
        instance.failNext(tooLarge, tooLarge);
        try (Sender sender = sender()) {
            sender.submit(batch(11, 4));
            sender.finish();
        }
        assertThat(heard).containsExactly("taken 11-11", "taken 12-12", "taken 13-14");

        instance.failNext(tooLarge);
        try (Sender sender = sender()) {
            sender.submit(batch(21, 1));
            sender.finish();
        }
        assertThat(heard).last().isEqualTo("too large 21");
    }

    @Test
    void aBatchOfWhichNothingIsStorableIsDealtWith() throws InterruptedException {
        instance.failNext(new Failure(400, "{\"success\":false,\"code\":\"nothing_storable\",\"message\":\"\"}", ""));
        try (Sender sender = sender()) {
            sender.submit(batch(1, 2));
            sender.finish();
        }
        assertThat(heard).containsExactly("taken 1-2");
    }

    @Test
    void itGivesUpInTheEndAndTakesNothingMore() throws InterruptedException {
        instance.failAfter(0, new Failure(503, "{\"message\":\"kafka is away\"}", ""));
        try (Sender sender = sender()) {
            sender.submit(batch(1, 2));
            assertThatThrownBy(sender::finish)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("503: kafka is away")
                    .hasMessageContaining("Gave up after");
            assertThatThrownBy(() -> sender.submit(batch(3, 1))).isInstanceOf(CommandFailure.class);
        }
        assertThat(heard).isEmpty();
    }

    private Sender sender() {
        IngestClient ingest = new IngestClient(URI.create(instance.url()), FakeInstance.WRITE_KEY);
        return new Sender(ingest, RETRIES, "imp_1", 1, new Sender.Listener() {
            @Override
            public void taken(long first, long last) {
                heard.add("taken " + first + "-" + last);
            }

            @Override
            public void tooLarge(long position, String message) {
                heard.add("too large " + position);
            }
        });
    }

    private static Batch batch(long first, int size) {
        byte[] event = "{\"messageId\":\"m\",\"userId\":\"u\"}".getBytes(StandardCharsets.UTF_8);
        return new Batch(first, Collections.nCopies(size, event));
    }
}
