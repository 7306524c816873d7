package io.millrace.standalone.up;

import static io.millrace.standalone.up.CampaignStory.delay;
import static io.millrace.standalone.up.CampaignStory.mail;
import static io.millrace.standalone.up.CampaignStory.onEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole instance tells of contacts in campaigns is what its job did with them. */
@Timeout(300)
class ExplainUpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before the first test
    private static UpProcess up;

    @SuppressWarnings("NullAway.Init") // made before the first test
    private static CampaignStory story;

    @BeforeAll
    static void start() {
        up = UpProcess.start(data, Map.of());
        story = new CampaignStory(up);
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    void whereARunWaitsIsWhatTheEngineSaid() throws Exception {
        String campaign = story.launch(
                "Waiting",
                onEvent("begin") + "," + mail("m", "First") + ","
                        + "{'id':'at','type':'delay_until_time','time':'04:30'}," + mail("n", "Second"),
                "t>m m>at at>n",
                "");
        story.born("wanda");
        story.happens("wanda", "begin");

        await(() -> assertThat(story.subjects("wanda")).containsExactly("First"));
        await(() -> assertThat(explained(campaign, "wanda")
                        .path("runs")
                        .path(0)
                        .path("messages")
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("delivered"));
        JsonNode told = explained(campaign, "wanda");
        JsonNode waits = told.path("runs").path(0).path("waits");
        assertThat(told.path("in_run").asBoolean()).isTrue();
        assertThat(waits.path("node").asText()).isEqualTo("at");
        assertThat(waits.path("for").asText()).isEqualTo("local_time");
        Instant until = Instant.parse(waits.path("until").asText());
        assertThat(until.toString()).endsWith("T04:30:00Z");
        assertThat(until).isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));

        JsonNode nodes =
                story.client.ask("/v1/campaigns/" + campaign + "/nodes", "").path("nodes");
        assertThat(nodes)
                .extracting(node -> node.path("id").asText() + " " + node.path("entered") + " " + node.path("waiting")
                        + " " + node.path("done") + " " + node.path("sent"))
                .containsExactly("t 1 0 1 0", "m 1 0 1 1", "at 1 1 0 0", "n 0 0 0 0");
    }

    @Test
    void whoDidNotEnterIsToldWhy() throws Exception {
        String campaign = story.launch(
                "Only pros",
                "{'id':'t','type':'trigger','on':'event','event':'buy','where':[{'field':'properties.total','op':'gte',"
                        + "'value':100}],'rules':{'field':'traits.plan','op':'eq','value':'pro'}}," + delay("d", "1h"),
                "t>d",
                "");
        story.born("nina");
        await(() -> assertThat(reason(campaign, "nina")).isEqualTo("no_event"));

        story.send("/v1/track", "{'userId':'nina','event':'buy','properties':{'total':5}}");
        await(() -> assertThat(reason(campaign, "nina")).isEqualTo("where"));

        story.send("/v1/track", "{'userId':'nina','event':'buy','properties':{'total':500}}");
        await(() -> assertThat(reason(campaign, "nina")).isEqualTo("rules"));

        story.happened("nina", "buy", Instant.now().minus(Duration.ofHours(80)));
        await(() -> assertThat(reason(campaign, "nina")).isEqualTo("too_old"));

        story.send("/v1/identify", "{'userId':'nina','traits':{'plan':'pro'}}");
        story.send("/v1/track", "{'userId':'nina','event':'buy','properties':{'total':500}}");
        await(() -> assertThat(explained(campaign, "nina").path("in_run").asBoolean())
                .isTrue());
        assertThat(explained(campaign, "nina").path("summary").asText()).contains("node \"d\"");
    }

    @Test
    void aMessageByItselfArrivesAndTellsItsLife() throws Exception {
        story.born("mona");
        await(() -> assertThat(story.client
                        .ask("/v1/contacts/mona", "")
                        .path("external_id")
                        .asText())
                .isEqualTo("mona"));
        String id = story.client
                .ask(
                        "/v1/messages",
                        "{\"contact\":\"mona\",\"channel\":\"email\",\"subject\":\"Alone\",\"content\":\"<p>Hi</p>\"}")
                .path("id")
                .asText();

        await(() -> assertThat(story.subjects("mona")).containsExactly("Alone"));
        await(() -> assertThat(story.client
                        .ask("/v1/messages/" + id, "")
                        .path("timeline")
                        .findValuesAsText("event"))
                .isEqualTo(List.of("message_sent", "message_delivered")));
    }

    private static JsonNode explained(String campaign, String user) throws IOException, InterruptedException {
        return story.client.ask("/v1/campaigns/" + campaign + "/explain?contact=" + user, "");
    }

    private static String reason(String campaign, String user) throws IOException, InterruptedException {
        return explained(campaign, user).path("not_entered").path("reason").asText();
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(assertion);
    }
}
