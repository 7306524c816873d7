package io.millrace.standalone.up;

import static io.millrace.standalone.up.CampaignStory.address;
import static io.millrace.standalone.up.CampaignStory.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What campaigns are told to do at once, on the whole of an instance, in the words of CampaignOS and GrowthOS. */
@Timeout(300)
class CampaignCallsUpIT {

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
    void contactsAreEnrolledByHandOnceAndGetTheirMail() throws Exception {
        String campaign = story.launch(
                "By hand", "{'id':'t','type':'trigger','on':'manual'}," + mail("m", "Hello by hand"), "t>m", "");
        for (String user : List.of("ida", "joe")) {
            story.born(user);
        }

        // At once: that they are there is known where they are told of, before any table shows them.
        JsonNode first = enroll(campaign, "ida");
        JsonNode second = enroll(campaign, "ida", "joe", "nobody");

        assertThat(first.path("enrolled").asInt()).isEqualTo(1);
        assertThat(second.toString())
                .isEqualTo("{\"enrolled\":1,\"alreadyEnrolled\":1,\"errors\":1,\"details\":["
                        + "{\"contactId\":\"ida\",\"status\":\"already_enrolled\"},"
                        + "{\"contactId\":\"joe\",\"status\":\"enrolled\"},"
                        + "{\"contactId\":\"nobody\",\"status\":\"error\",\"reason\":\"there is no such contact\"}]}");
        await(() -> {
            assertThat(story.subjects("ida")).containsExactly("Hello by hand");
            assertThat(story.subjects("joe")).containsExactly("Hello by hand");
            assertThat(story.client
                            .ask(campaigns() + "/" + campaign, "")
                            .path("_count")
                            .toString())
                    .isEqualTo("{\"enrollments\":2,\"messages\":2}");
        });
    }

    @Test
    void aTriggerIsProcessedForTheMembersOfItsSegment() throws Exception {
        String segment = story.client
                .ask(
                        "/v1/segments",
                        "{\"name\":\"Gold\",\"rules\":{\"field\":\"traits.tier\",\"op\":\"eq\",\"value\":\"gold\"}}")
                .path("id")
                .asText();
        for (int i = 0; i < 3; i++) {
            story.send(
                    "/v1/identify",
                    "{'userId':'gold-" + i + "','traits':{'tier':'gold','email':'" + address("gold-" + i) + "'}}");
        }
        await(() -> assertThat(story.client
                        .ask("/v1/segments/" + segment, "")
                        .path("contact_count")
                        .asInt())
                .isEqualTo(3));
        String campaign = story.launch(
                "Gold",
                "{'id':'t','type':'trigger','on':'segment_entry','segment':'" + segment + "'}," + mail("m", "Gold"),
                "t>m",
                "");
        assertThat(story.stats(campaign).path("sent").asInt()).isZero();

        String execute =
                "{\"action\":\"process_trigger\",\"triggerType\":\"SEGMENT_ENTRY\",\"segmentId\":\"" + segment + "\"}";
        executed(campaign, execute);
        await(() -> assertThat(story.stats(campaign).path("delivered").asInt()).isEqualTo(3));
        // A second time nobody is let in: each has entered.
        executed(campaign, execute);
        story.send("/v1/identify", "{'userId':'gold-9','traits':{'tier':'gold','email':'" + address("gold-9") + "'}}");
        await(() -> assertThat(story.subjects("gold-9")).containsExactly("Gold"));
        for (int i = 0; i < 3; i++) {
            assertThat(story.subjects("gold-" + i)).containsExactly("Gold");
        }
    }

    @Test
    void aTestReachesTheAddressAndCountsNowhere() throws Exception {
        String template = story.client
                .ask(
                        "/v1/templates",
                        "{\"name\":\"T\",\"subject\":\"Dear {{ contact.firstName | default: 'friend' }}\",\"html\":\"<p>x</p>\"}")
                .path("id")
                .asText();
        String campaign = story.draft(
                "Tested",
                "{'id':'t','type':'trigger','on':'manual'}," + "{'id':'m','type':'send','channel':'email','template':'"
                        + template + "'}",
                "t>m",
                "");
        story.send("/v1/identify", "{'userId':'kim','traits':{'firstName':'Kim','email':'" + address("kim") + "'}}");
        await(() -> assertThat(story.client
                        .ask("/v1/contacts?known=true", "")
                        .path("data")
                        .findValuesAsText("external_id"))
                .contains("kim"));

        for (String user : List.of("kim", "stranger")) {
            JsonNode queued = story.client.ask(
                    "/v1/campaigns/" + campaign + "/test", "{\"email\":\"" + address(user) + "\",\"step_index\":0}");
            assertThat(queued.path("status").asText()).isEqualTo("queued");
        }

        await(() -> {
            assertThat(story.subjects("kim")).containsExactly("Dear Kim");
            assertThat(story.subjects("stranger")).containsExactly("Dear friend");
        });
        assertThat(story.stats(campaign).path("sent").asInt()).isZero();
    }

    /** Asked again where the machine is too busy to answer: nobody enters twice. */
    private static void executed(String campaign, String body) {
        await(() -> assertThat(story.client
                        .ask(campaigns() + "/" + campaign + "/execute", body)
                        .path("pending")
                        .asBoolean())
                .isTrue());
    }

    private static JsonNode enroll(String campaign, String... contacts) throws IOException, InterruptedException {
        return story.client.ask(
                campaigns() + "/" + campaign + "/enroll",
                "{\"contactIds\":[\"" + String.join("\",\"", contacts) + "\"]}");
    }

    private static String campaigns() throws IOException, InterruptedException {
        return "/api/workspaces/"
                + story.client.ask("/api/workspaces", "").path(0).path("id").asText() + "/campaigns";
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(assertion);
    }
}
