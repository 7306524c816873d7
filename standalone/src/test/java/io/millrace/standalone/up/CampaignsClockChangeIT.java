package io.millrace.standalone.up;

import static io.millrace.standalone.up.CampaignStory.mail;
import static io.millrace.standalone.up.CampaignStory.onEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Quiet hours in the night in which clocks go forward. libfaketime tells the whole instance that it is that night; skipped
 * where it is not installed.
 */
@Timeout(600)
class CampaignsClockChangeIT {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** What is left of the night after the start must do for a campaign and an event. */
    private static final Duration LEAST = Duration.ofSeconds(15);

    private static final List<Duration> BEFORE_THE_CHANGE = List.of(Duration.ofSeconds(60), Duration.ofSeconds(180));

    /** From 02:00 to 03:00 at once: quiet hours until 03:00 end an hour earlier than clocks of the evening would say. */
    @Test
    void quietHoursEndWhenTheLocalClockSaysSo(@TempDir Path temp) throws Exception {
        Path library = library();
        Instant change = nextSpring();
        for (Duration before : BEFORE_THE_CHANGE) {
            Duration ahead = Duration.between(Instant.now(), change.minus(before));
            Map<String, String> clock = Map.of(
                    "LD_PRELOAD",
                    library.toString(),
                    "FAKETIME",
                    "+" + ahead.toSeconds(),
                    // Only what the calendar says is another: waits last as long as ever.
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1",
                    "FAKETIME_FORCE_MONOTONIC_FIX",
                    "0");
            try (UpProcess up = UpProcess.start(temp.resolve("before-" + before.toSeconds()), clock)) {
                Instant ready = Instant.now().plus(ahead);
                if (ready.isBefore(change.minus(LEAST))) {
                    isHeldUntil(change, ahead, up);
                    return;
                }
            }
        }
        throw new AssertionError("no instance was ready within " + BEFORE_THE_CHANGE);
    }

    private static void isHeldUntil(Instant change, Duration ahead, UpProcess up) throws Exception {
        CampaignStory story = new CampaignStory(up);
        story.launch(
                "Night",
                onEvent("signup") + "," + mail("m", "Good morning"),
                "t>m",
                "'quiet_hours':{'start':'01:00','end':'03:00'}");
        story.send(
                "/v1/identify",
                "{'userId':'nora','traits':{'email':'" + CampaignStory.address("nora") + "','timezone':'" + BERLIN
                        + "'}}");
        story.happens("nora", "signup");
        assertThat(Instant.now().plus(ahead)).as("the event is in time").isBefore(change);

        await().atMost(Duration.between(Instant.now().plus(ahead), change).plusSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(story.subjects("nora")).containsExactly("Good morning"));
        assertThat(story.mailbox.to(CampaignStory.address("nora")).get(0).receivedAt())
                .isBetween(change, change.plusSeconds(60));
    }

    /** When clocks go forward next. */
    private static Instant nextSpring() {
        ZoneOffsetTransition next =
                BERLIN.getRules().nextTransition(Instant.now().plus(Duration.ofDays(1)));
        while (!next.isGap()) {
            next = BERLIN.getRules().nextTransition(next.getInstant());
        }
        return next.getInstant();
    }

    private static Path library() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            Optional<Path> library = folders.map(folder -> folder.resolve("faketime/libfaketime.so.1"))
                    .filter(Files::exists)
                    .findFirst();
            assumeTrue(library.isPresent(), "no libfaketime is installed");
            return library.orElseThrow();
        }
    }
}
