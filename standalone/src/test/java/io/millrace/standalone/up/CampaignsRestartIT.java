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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance is stopped while a run waits and started again: the run goes on when its delay is over, and sends once; links
 * of what was sent before hold.
 */
@Timeout(300)
class CampaignsRestartIT {

    private static final Duration DELAY = Duration.ofSeconds(45);
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void aRunWaitsThroughARestart(@TempDir Path data) throws Exception {
        Instant entered;
        String link;
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
            long before = story.mailbox.to(CampaignStory.address("rosa")).get(0).id();
            Matcher href = LINK.matcher(story.mailbox.html(before));
            assertThat(href.find()).isTrue();
            link = href.group(1).replace("&amp;", "&");
            assertThat(up.terminate()).isZero();
        }
        try (UpProcess up = UpProcess.start(data, Map.of())) {
            CampaignStory story = new CampaignStory(up);
            assertThat(story.mailbox.load(link, ""))
                    .as("a link of a mail from before")
                    .isEqualTo(302);
            await().atMost(DELAY.plus(PATIENCE))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(story.subjects("rosa")).containsExactly("After"));
            assertThat(Instant.now()).isAfter(entered.plus(DELAY));
            assertThat(story.client.number("SELECT count() FROM messages")).isEqualTo(2);
            assertThat(up.terminate()).isZero();
        }
    }
}
