package io.millrace.standalone.up;

import static io.millrace.standalone.up.CampaignStory.delay;
import static io.millrace.standalone.up.CampaignStory.mail;
import static io.millrace.standalone.up.CampaignStory.onEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance is stopped while a run waits and started again: the run goes on when its delay is over, and sends once. */
@Timeout(300)
class CampaignsRestartIT {

    private static final Duration DELAY = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void aRunWaitsThroughARestart(@TempDir Path data) throws Exception {
        Instant entered;
        try (UpProcess up = UpProcess.start(data, Map.of())) {
            CampaignStory story = new CampaignStory(up);
            story.launch(
                    "Patient",
                    onEvent("start") + "," + mail("one", "Before") + "," + delay("d", DELAY.toSeconds() + "s") + ","
                            + mail("two", "After"),
                    "t>one one>d d>two",
                    "");
            story.born("rosa");
            entered = Instant.now();
            story.happens("rosa", "start");
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(story.subjects("rosa")).containsExactly("Before"));
            assertThat(up.terminate()).isZero();
        }
        try (UpProcess up = UpProcess.start(data, Map.of())) {
            CampaignStory story = new CampaignStory(up);
            await().atMost(DELAY.plus(PATIENCE))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(story.subjects("rosa")).containsExactly("After"));
            assertThat(Instant.now()).isAfter(entered.plus(DELAY));
            assertThat(story.client.number("SELECT count() FROM messages")).isEqualTo(2);
            assertThat(up.terminate()).isZero();
        }
    }
}
