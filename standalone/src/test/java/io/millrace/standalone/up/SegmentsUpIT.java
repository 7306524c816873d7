package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segments on the whole of an instance: somebody enters by a third login and leaves, with nobody touching anything, at the
 * millisecond in which the oldest login turns seven days old; the instance is stopped and started in between.
 */
@Timeout(400)
class SegmentsUpIT {

    private static final Duration WEEK = Duration.ofDays(7);

    /** Long enough for the instance to be stopped and started on a slow machine. */
    private static final Duration UNTIL_EXIT = Duration.ofSeconds(100);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static String atLeast(int logins) {
        return "{\"name\":\"At least " + logins
                + "\",\"rules\":{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":" + logins
                + ",\"window\":\"7d\"}}";
    }

    /** What is known of one workspace in the course of the story. */
    private static final class Story {
        private final String secretKey;
        private final String writeKey;
        private Instant oldest = Instant.EPOCH;
        private String three = "";
        private String two = "";

        Story(String secretKey, String writeKey) {
            this.secretKey = secretKey;
            this.writeKey = writeKey;
        }

        Client client(UpProcess up) {
            return up.client(secretKey, writeKey);
        }
    }

    @Test
    void aWindowSlidesPastAnEventWhoeverIsWatching(@TempDir Path data) throws Exception {
        Map<String, String> settings = Map.of("MILLRACE_ADMIN_KEY", "admin-key-of-the-test");
        List<Story> stories = new ArrayList<>();
        stories.add(new Story(UpProcess.SECRET_KEY, UpProcess.WRITE_KEY));
        try (UpProcess up = UpProcess.start(data, settings)) {
            JsonNode other = up.client("admin-key-of-the-test", "")
                    .ask("/api/workspaces", "{\"name\":\"Other\",\"slug\":\"other\",\"timezone\":\"UTC\"}");
            stories.add(new Story(
                    other.path("secret_key").asText(), other.path("write_key").asText()));
            for (int i = 0; i < stories.size(); i++) {
                enter(up, stories.get(i), Instant.now().plus(UNTIL_EXIT).plusMillis(7_001L * i));
            }
            assertThat(up.terminate()).isZero();
        }
        try (UpProcess up = UpProcess.start(data, settings)) {
            for (Story story : stories) {
                leave(up, story);
            }
            assertThat(up.terminate()).isZero();
        }
    }

    private static void enter(UpProcess up, Story story, Instant exit) throws Exception {
        Client client = story.client(up);
        story.oldest = exit.minus(WEEK).truncatedTo(ChronoUnit.MILLIS);
        story.three = client.ask("/v1/segments", atLeast(3)).path("id").asText();
        login(client, story.oldest);
        login(client, Instant.now().minus(Duration.ofDays(3)));
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> client.number("SELECT count() FROM events WHERE event = 'login'") == 2);
        assertThat(changes(client, story.three)).isEmpty();
        login(client, Instant.now());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(changes(client, story.three)).containsExactly("ann entered event"));
        assertThat(members(client, story.three)).containsExactly("ann");

        // A segment over what is stored already is right at once, and ages out on time as well.
        JsonNode two = client.ask("/v1/segments", atLeast(2));
        story.two = two.path("id").asText();
        assertThat(two.path("contact_count").asInt()).isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(changes(client, story.two)).containsExactly("ann entered edit"));
    }

    private static void leave(UpProcess up, Story story) throws Exception {
        Client client = story.client(up);
        await().atMost(UNTIL_EXIT.plus(PATIENCE)).untilAsserted(() -> assertThat(changes(client, story.three))
                .containsExactly("ann exited expiry", "ann entered event"));
        JsonNode exit = client.ask("/v1/segments/" + story.three + "/changes", "")
                .path("data")
                .path(0);

        assertThat(Instant.parse(exit.path("at").asText())).isEqualTo(story.oldest.plus(WEEK));
        assertThat(members(client, story.three)).isEmpty();
        assertThat(members(client, story.two)).containsExactly("ann");
        assertThat(client.ask("/v1/segments/" + story.three, "")
                        .path("contact_count")
                        .asInt())
                .isZero();
        String justBefore = "?at=" + story.oldest.plus(WEEK).minusMillis(1);
        assertThat(names(client.ask("/v1/segments/" + story.three + "/contacts" + justBefore, "")))
                .containsExactly("ann");
        assertThat(names(client.ask("/v1/segments/" + story.three + "/contacts?at=" + story.oldest.plus(WEEK), "")))
                .isEmpty();
    }

    private static void login(Client client, Instant at) throws Exception {
        assertThat(client.send("/v1/track", "{\"userId\":\"ann\",\"event\":\"login\",\"timestamp\":\"" + at + "\"}"))
                .isEqualTo(200);
    }

    private static List<String> members(Client client, String segment) throws Exception {
        return names(client.ask("/v1/segments/" + segment + "/contacts", ""));
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("data")
                .forEach(contact -> names.add(contact.path("external_id").asText()));
        return names;
    }

    /** Newest first. */
    private static List<String> changes(Client client, String segment) throws Exception {
        List<String> changes = new ArrayList<>();
        client.ask("/v1/segments/" + segment + "/changes", "")
                .path("data")
                .forEach(change -> changes.add(change.path("external_id").asText() + " "
                        + change.path("change").asText() + " "
                        + change.path("cause").asText()));
        return changes;
    }
}
