package io.millrace.standalone.up;

import static io.millrace.standalone.up.CampaignStory.address;
import static io.millrace.standalone.up.CampaignStory.delay;
import static io.millrace.standalone.up.CampaignStory.mail;
import static io.millrace.standalone.up.CampaignStory.onEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.standalone.up.Mailbox.Mail;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns on the whole of an instance, from the call that makes one to the mail in the mailbox of an SMTP server. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CampaignsUpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PIXEL = Pattern.compile("<img[^>]*src=\"([^\"]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before the first test
    private static UpProcess up;

    @SuppressWarnings("NullAway.Init") // made before the first test
    private static CampaignStory story;

    @SuppressWarnings("NullAway.Init") // made before the first test
    private static Instant quietHoursEnd;

    @BeforeAll
    static void start() throws Exception {
        up = UpProcess.start(data, Map.of());
        story = new CampaignStory(up);
        quietHoursEnd = beginQuietHours();
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    void aWelcomeSeriesIsSentInItsOwnTimeAndItsStatisticsAddUp() throws Exception {
        String campaign = story.launch(
                "Welcome",
                onEvent("signup") + "," + mail("one", "Welcome {{ firstName }}") + "," + delay("d", "4s") + ","
                        + mail("two", "Getting started"),
                "t>one one>d d>two",
                "");
        story.send(
                "/v1/identify", "{'userId':'wendy','traits':{'email':'" + address("wendy") + "','firstName':'Wendy'}}");
        story.happens("wendy", "signup");
        story.happens("wendy", "signup");

        await(() -> assertThat(story.subjects("wendy")).containsExactly("Welcome Wendy", "Getting started"));
        List<Mail> mails = story.mailbox.to(address("wendy"));
        assertThat(Duration.between(mails.get(0).receivedAt(), mails.get(1).receivedAt()))
                .isGreaterThan(Duration.ofSeconds(2));

        Matcher pixel = PIXEL.matcher(story.mailbox.html(mails.get(0).id()));
        assertThat(pixel.find()).isTrue();
        assertThat(story.mailbox.load(pixel.group(1).replace("&amp;", "&"), "")).isEqualTo(200);
        await(() -> assertThat(story.stats(campaign).path("opened").asInt()).isEqualTo(1));
        JsonNode stats = story.stats(campaign);
        assertThat(stats.path("sent").asInt()).isEqualTo(2);
        assertThat(stats.path("delivered").asInt()).isEqualTo(2);
        assertThat(stats.path("open_rate").asDouble()).isEqualTo(0.5);
        assertThat(story.subjects("wendy")).hasSize(2);
    }

    @Test
    void whoLeavesByOneClickGetsNoSecondMail() throws Exception {
        String campaign = story.launch(
                "Leaving",
                onEvent("trial") + "," + mail("one", "First") + "," + delay("d", "15s") + "," + mail("two", "Second"),
                "t>one one>d d>two",
                "");
        story.born("leah");
        story.happens("leah", "trial");
        await(() -> assertThat(story.subjects("leah")).containsExactly("First"));

        String link =
                story.mailbox.header(story.mailbox.to(address("leah")).get(0).id(), "List-Unsubscribe");
        Matcher http = Pattern.compile("<(http[^>]+)>").matcher(link);
        assertThat(http.find()).as(link).isTrue();
        assertThat(story.mailbox.load(http.group(1), "List-Unsubscribe=One-Click"))
                .isEqualTo(200);

        await(() -> assertThat(skips(campaign)).containsExactly("two unsubscribed"));
        assertThat(story.subjects("leah")).containsExactly("First");
    }

    @Test
    void entryAndExitOfASegmentTrigger() throws Exception {
        String segment = story.client
                .ask(
                        "/v1/segments",
                        "{\"name\":\"Busy\",\"rules\":{\"field\":\"events.play\",\"op\":\"count_gte\",\"value\":2,"
                                + "\"window\":\"8s\"}}")
                .path("id")
                .asText();
        for (String on : List.of("segment_entry", "segment_exit")) {
            story.launch(
                    on,
                    "{'id':'t','type':'trigger','on':'" + on + "','segment':'" + segment + "'}," + mail("m", on),
                    "t>m",
                    "");
        }
        story.born("sue");
        story.happens("sue", "play");
        story.happens("sue", "play");

        await(() -> assertThat(story.subjects("sue")).containsExactly("segment_entry", "segment_exit"));
    }

    @Test
    void aSplitGoesByTheContactsBucket() throws Exception {
        String campaign = story.launch(
                "Split",
                onEvent("visit") + ",{'id':'s','type':'split','salt':'e2e','variants':[{'name':'a','weight':50},"
                        + "{'name':'b','weight':50}]}," + mail("ma", "Variant a") + "," + mail("mb", "Variant b"),
                "t>s s-a>ma s-b>mb",
                "");
        for (int i = 0; i < 12; i++) {
            story.born("split-" + i);
            story.happens("split-" + i, "visit");
        }

        for (int i = 0; i < 12; i++) {
            String user = "split-" + i;
            String variant = bucket(user, "e2e") < 50 ? "Variant a" : "Variant b";
            await(() -> assertThat(story.subjects(user)).containsExactly(variant));
        }
        await(() -> assertThat(story.stats(campaign).path("sent").asInt()).isEqualTo(12));
    }

    /** It lasts two minutes, in which the other tests have their turn. */
    @Test
    @Order(Integer.MAX_VALUE)
    void quietHoursHoldAMessageToTheirEnd() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> assertThat(story.subjects("quinn"))
                .containsExactly("Good morning"));
        assertThat(story.mailbox.to(address("quinn")).get(0).receivedAt())
                .isBetween(quietHoursEnd, quietHoursEnd.plus(PATIENCE));
    }

    /** In the contact's zone, which is half an hour off UTC's hours, they end within two minutes from now. */
    private static Instant beginQuietHours() throws Exception {
        LocalTime local = LocalTime.now(ZoneOffset.ofHoursMinutes(5, 30));
        LocalTime end = local.truncatedTo(ChronoUnit.MINUTES).plusMinutes(2);
        Instant ends = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(2));
        story.launch(
                "Quiet",
                onEvent("late") + "," + mail("m", "Good morning"),
                "t>m",
                "'quiet_hours':{'start':'" + local.minusMinutes(30).truncatedTo(ChronoUnit.MINUTES) + "','end':'" + end
                        + "'}");
        story.send(
                "/v1/identify",
                "{'userId':'quinn','traits':{'email':'" + address("quinn") + "','timezone':'Asia/Kolkata'}}");
        story.happens("quinn", "late");
        return ends;
    }

    /** Nobody can wait for the night: the engine that runs live is asked about two of them, of 23 and of 25 hours. */
    @Test
    void quietHoursEndAtTheirLocalTimeInNightsInWhichClocksChange() throws Exception {
        assertThat(sentAt("2026-03-28T22:30:00+01:00", "2026-03-30T00:00:00Z")).isEqualTo("2026-03-29T06:00:00.000Z");
        assertThat(sentAt("2026-10-24T22:30:00+02:00", "2026-10-26T00:00:00Z")).isEqualTo("2026-10-25T07:00:00.000Z");
    }

    private static String sentAt(String event, String until) throws Exception {
        String body = "{'campaign':{'nodes':[" + onEvent("late") + "," + mail("m", "Good morning")
                + "],'edges':[{'from':'t','to':'m'}],'settings':{'quiet_hours':{'start':'22:00','end':'08:00'}}},"
                + "'timezone':'Europe/Berlin','events':[{'type':'identify','userId':'u','traits':{'email':'u@example.com'},"
                + "'timestamp':'" + event + "'},{'type':'track','userId':'u','event':'late','timestamp':'" + event
                + "'}],'until':'" + until + "'}";
        return story.client
                .ask("/v1/campaigns/simulate", CampaignStory.quoted(body))
                .path("messages")
                .path(0)
                .path("at")
                .asText();
    }

    @Test
    void aFrequencyCapSkipsAStepAndTheRunGoesOn() throws Exception {
        String campaign = story.launch(
                "Capped",
                onEvent("often") + "," + mail("one", "One") + "," + mail("two", "Two")
                        + ",{'id':'tag','type':'add_tag','tag':'went-on'}",
                "t>one one>two two>tag",
                "'frequency_cap':{'max':1,'window':'1h'}");
        story.born("fred");
        story.happens("fred", "often");

        await(() -> assertThat(story.subjects("fred")).containsExactly("One"));
        await(() -> assertThat(skips(campaign)).containsExactly("two frequency_cap"));
        await(() -> assertThat(
                        story.client.ask("/v1/contacts/fred", "").path("tags").toString())
                .contains("went-on"));
    }

    @Test
    void whoIsPausedKeepsTheirPlaceAndGoesOnAtOnceWhenResumed() throws Exception {
        String campaign = story.launch(
                "Paused", onEvent("slow") + "," + delay("d", "5s") + "," + mail("m", "After all"), "t>d d>m", "");
        // Tells when a step that comes due two seconds earlier would have been taken.
        story.launch("Witness", onEvent("slow") + "," + delay("d", "7s") + "," + mail("m", "Later"), "t>d d>m", "");
        story.born("paul");
        story.happens("paul", "slow");
        await(() -> assertThat(entered(campaign)).isPositive());
        story.pause(campaign);
        story.born("pia");
        story.happens("pia", "slow");
        await(() -> assertThat(story.subjects("pia")).isNotEmpty());
        assertThat(story.subjects("paul")).as("came due while it was paused").containsExactly("Later");

        story.resume(campaign);
        await(() -> assertThat(story.subjects("paul")).containsExactly("Later", "After all"));
        assertThat(story.subjects("pia")).as("entered while it was paused").containsExactly("Later");
    }

    @Test
    void whoIsInItKeepsTheVersionTheyEnteredWith() throws Exception {
        String trigger = onEvent("edited");
        String campaign = story.launch(
                "Edited", trigger + "," + delay("d", "10s") + "," + mail("m", "First version"), "t>d d>m", "");
        story.born("eve");
        story.happens("eve", "edited");
        await(() -> assertThat(entered(campaign)).isPositive());
        story.edit(campaign, trigger + "," + mail("m", "Second version"), "t>m");
        story.born("emil");
        story.happens("emil", "edited");

        await(() -> assertThat(story.subjects("emil")).containsExactly("Second version"));
        await(() -> assertThat(story.subjects("eve")).containsExactly("First version"));
    }

    @Test
    void aRunGoesOnWithWhomItsContactJoins() throws Exception {
        story.launch(
                "Merged", onEvent("browse") + "," + delay("d", "8s") + "," + mail("m", "Known now"), "t>d d>m", "");
        story.send("/v1/track", "{'anonymousId':'anon-7','event':'browse'}");
        story.send(
                "/v1/identify", "{'userId':'mia','anonymousId':'anon-7','traits':{'email':'" + address("mia") + "'}}");

        await(() -> assertThat(story.subjects("mia")).containsExactly("Known now"));
    }

    @Test
    void membersOfASegmentEnterABroadcastOnce() throws Exception {
        String segment = story.client
                .ask(
                        "/v1/segments",
                        "{\"name\":\"Beta\",\"rules\":{\"field\":\"traits.beta\",\"op\":\"eq\",\"value\":true}}")
                .path("id")
                .asText();
        for (int i = 0; i < 5; i++) {
            story.send(
                    "/v1/identify",
                    "{'userId':'beta-" + i + "','traits':{'beta':true,'email':'" + address("beta-" + i) + "'}}");
        }
        await(() -> assertThat(story.client
                        .ask("/v1/segments/" + segment, "")
                        .path("contact_count")
                        .asInt())
                .isEqualTo(5));
        String campaign = story.launch(
                "Broadcast",
                "{'id':'t','type':'trigger','on':'scheduled','segment':'" + segment + "'}," + mail("m", "News"),
                "t>m",
                "");

        await(() -> assertThat(story.stats(campaign).path("delivered").asInt()).isEqualTo(5));
        for (int i = 0; i < 5; i++) {
            assertThat(story.subjects("beta-" + i)).containsExactly("News");
        }
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(assertion);
    }

    /** Node and reason. */
    private static List<String> skips(String campaign) throws Exception {
        List<String> skips = new ArrayList<>();
        for (JsonNode row : story.client.sql(
                "SELECT node_id, reason FROM messages WHERE status = 'skipped' AND campaign_id = '" + campaign + "'")) {
            skips.add(row.path("node_id").asText() + " " + row.path("reason").asText());
        }
        return skips;
    }

    private static long entered(String campaign) throws Exception {
        return story.client.number("SELECT count() FROM enrollments WHERE campaign_id = '" + campaign + "'");
    }

    /** The first eight bytes of an MD5, as a share of 2 to the 64th, in percent. */
    private static double bucket(String name, String salt) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("MD5").digest((name + salt).getBytes(StandardCharsets.UTF_8));
        long first = ByteBuffer.wrap(hash).getLong();
        return new BigDecimal(Long.toUnsignedString(first))
                        .divide(BigDecimal.valueOf(2).pow(64))
                        .doubleValue()
                * 100;
    }
}
