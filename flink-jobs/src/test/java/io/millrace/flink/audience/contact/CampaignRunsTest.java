package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Campaigns as the stage runs them: at which instants, once, across restarts and merges. */
@SuppressWarnings("NullAway.Init")
class CampaignRunsTest {

    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;

    /** 2026-03-02T12:00:00Z, a Monday. */
    private static final long NOON = 1_772_452_800_000L;

    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final Person ANON = new Person(Person.Kind.ANONYMOUS, "a1");
    private static final String PRO = "{'field':'traits.plan','op':'eq','value':'pro'}";

    private static final String HELLO = "{'id':'hello','type':'send','channel':'onsite','content':'Hello'}";
    private static final String BYE = "{'id':'bye','type':'send','channel':'onsite','content':'Bye'}";
    private static final String HOUR_LATER = "{'id':'hour','type':'delay','duration':'1h'}";

    private static final String ON_SIGNUP = "{'id':'t','type':'trigger','on':'event','event':'signup'}";
    private static final String ON_PRO = "{'id':'t','type':'trigger','on':'segment_entry','segment':'pro'}";

    /** Hello at once, bye an hour later. */
    private static String series(String trigger, String settings) {
        return "{'nodes':[%s,%s,%s,%s],'edges':[{'from':'t','to':'hello'},{'from':'hello','to':'hour'},{'from':'hour','to':'bye'}],'settings':%s}"
                .formatted(trigger, HELLO, HOUR_LATER, BYE, settings);
    }

    /** Hello at once. */
    private static String single(String trigger, String settings) {
        return "{'nodes':[%s,%s],'edges':[{'from':'t','to':'hello'}],'settings':%s}"
                .formatted(trigger, HELLO, settings);
    }

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = new Stage(1);
    }

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    @Test
    void anEventBeginsARunThatSendsOnTime() throws Exception {
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "signup", NOON + 5);

        stage.advanceTo(NOON + 4);
        assertThat(stage.told()).isEmpty();
        stage.advanceTo(NOON + 5 + HOUR - 1);
        assertThat(stage.told())
                .containsExactly(
                        "alice entered c#1 " + (NOON + 5),
                        "alice reached t " + (NOON + 5),
                        "alice reached hello " + (NOON + 5),
                        "alice sent hello " + (NOON + 5),
                        "alice reached hour " + (NOON + 5));
        stage.restart(2);
        stage.advanceTo(NOON + 5 + HOUR);
        assertThat(stage.told())
                .containsExactly(
                        "alice reached bye " + (NOON + 5 + HOUR),
                        "alice sent bye " + (NOON + 5 + HOUR),
                        "alice exited completed " + (NOON + 5 + HOUR));
        stage.advanceTo(NOON + 10 * DAY);
        assertThat(stage.told()).isEmpty();
    }

    @Test
    void nobodyEntersADraftAndNobodyIsEnrolledByItsActivationAlone() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.version(NOON, "c", 1, single(ON_PRO, "{}"));
        stage.campaign(NOON, "c", 1, "draft", 0, false);
        stage.action("alice", NOON + 1, "r1", "{'do':'update','traits':{'plan':'pro'}}");
        stage.campaign(NOON + 2, "c", 1, "active", 1, false);
        stage.action("bob", NOON + 3, "r2", "{'do':'update','traits':{'plan':'pro'}}");
        stage.advanceTo(NOON + 10);
        stage.waitMillis(100);

        assertThat(stage.sent()).containsExactly("bob sent hello " + (NOON + 3));
        assertThat(stage.inForce()).containsExactly("c active 1 " + (NOON + 2));
    }

    @Test
    void aSegmentThatTimeAloneChangesTriggersAtItsInstant() throws Exception {
        stage.live(
                NOON,
                "quiet",
                "{'operator':'AND','conditions':[{'field':'events.login','op':'last_older_than','value':'1d'}]}");
        stage.version(NOON, "c", 1, single("{'id':'t','type':'trigger','on':'segment_entry','segment':'quiet'}", "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "login", NOON + 7);
        stage.advanceTo(NOON + 10 * DAY);

        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 7 + DAY));
    }

    @Test
    void whileACampaignIsPausedEverybodyKeepsTheirPlaceAndGoesOnAsItIsResumed() throws Exception {
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        for (int person = 0; person < 30; person++) {
            stage.event("p" + person, "signup", NOON + 1 + person);
        }
        stage.advanceTo(NOON + 100);
        assertThat(stage.sent()).hasSize(30);

        stage.campaign(NOON + 200, "c", 1, "paused", 1, false);
        stage.event("late", "signup", NOON + 300);
        stage.advanceTo(NOON + 2 * HOUR);
        stage.waitMillis(50);
        assertThat(stage.told()).isEmpty();
        stage.restart(2);
        stage.campaign(NOON + 3 * HOUR, "c", 1, "active", 1, false);
        stage.advanceTo(NOON + 4 * HOUR);
        stage.waitMillis(200);

        assertThat(stage.sent()).hasSize(30).allMatch(line -> line.endsWith(" sent bye " + (NOON + 3 * HOUR)));
    }

    @Test
    void completionEndsAllRunsForGood() throws Exception {
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        for (int person = 0; person < 30; person++) {
            stage.event("p" + person, "signup", NOON + 1);
        }
        stage.advanceTo(NOON + 100);
        stage.told();
        stage.campaign(NOON + 200, "c", 1, "completed", 1, false);
        stage.advanceTo(NOON + 300);
        stage.waitMillis(100);

        assertThat(stage.told())
                .hasSize(30)
                .allMatch(line -> line.endsWith(" exited campaign_completed " + (NOON + 200)));
        stage.event("new", "signup", NOON + 400);
        stage.restart(2);
        stage.advanceTo(NOON + DAY);
        assertThat(stage.told()).isEmpty();
    }

    @Test
    void theDeletionOfACampaignEndsItsRuns() throws Exception {
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "signup", NOON + 1);
        stage.advanceTo(NOON + 100);
        stage.told();
        stage.noCampaign(NOON + 200, "c");
        stage.advanceTo(NOON + 300);
        stage.waitMillis(100);
        assertThat(stage.told()).containsExactly("alice exited campaign_completed " + (NOON + 200));
    }

    @Test
    void runsKeepTheGraphTheyEnteredWith() throws Exception {
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "signup", NOON + 1);
        stage.advanceTo(NOON + 2);
        stage.version(NOON + 3, "c", 2, single(ON_SIGNUP, "{}"));
        stage.campaign(NOON + 3, "c", 2, "active", 1, false);
        stage.event("bob", "signup", NOON + 4);
        stage.advanceTo(NOON + 10);
        stage.waitMillis(50);
        stage.restart(1);
        stage.advanceTo(NOON + DAY);

        assertThat(stage.sent())
                .containsExactly(
                        "alice sent hello " + (NOON + 1),
                        "bob sent hello " + (NOON + 4),
                        "alice sent bye " + (NOON + 1 + HOUR));
    }

    @Test
    void membersEnterOnceThoughTheWalkIsInterrupted() throws Exception {
        stage.live(NOON, "pro", PRO);
        for (int person = 0; person < 600; person++) {
            stage.action(
                    "p" + person,
                    NOON + 1,
                    "r0",
                    "{'do':'update','traits':{'plan':'%s'}}".formatted(person % 3 == 0 ? "free" : "pro"));
        }
        stage.advanceTo(NOON + 10);
        stage.version(NOON + 20, "c", 1, single(ON_PRO, "{'re_entry':'every_event'}"));
        stage.campaign(NOON + 20, "c", 1, "active", 1, true);
        stage.advanceTo(NOON + 1_000);
        stage.waitMillis(5);
        List<String> sent = new ArrayList<>(stage.sent());
        assertThat(sent).hasSizeLessThan(400);
        stage.restart(2);
        // Whoever is touched meanwhile is told as well, at the same instant.
        stage.event("p1", "login", NOON + 1_001);
        stage.advanceTo(NOON + 1_002);
        stage.waitMillis(5);
        stage.restart(3);
        stage.advanceTo(NOON + 1_003);
        stage.waitMillis(1_000);
        sent.addAll(stage.sent());

        assertThat(sent).hasSize(400).allMatch(line -> line.endsWith(" sent hello " + (NOON + 20)));
        assertThat(new HashSet<>(sent)).hasSize(400);
        stage.restart(1);
        stage.waitMillis(1_000);
        assertThat(stage.sent()).isEmpty();
    }

    @Test
    void aScheduledTriggerFiresAtItsLocalTimesForTheMembersOfThatInstant() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.settings(NOON, "{\"timezone\":\"Europe/Berlin\"}");
        stage.version(
                NOON,
                "c",
                1,
                single(
                        "{'id':'t','type':'trigger','on':'scheduled','at':'2026-03-28T09:00','segment':'pro','every':'day'}",
                        "{'re_entry':'every_event'}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.action("alice", NOON + 1, "r0", "{'do':'update','traits':{'plan':'pro'}}");
        // 09:00 in Berlin on the 28th is 08:00Z; on the 29th clocks are set forward and it is 07:00Z.
        long first = 1_774_684_800_000L;
        long second = first + 23 * HOUR;
        stage.action("bob", first + 1, "r0", "{'do':'update','traits':{'plan':'pro'}}");
        stage.advanceTo(first);
        stage.waitMillis(20);
        assertThat(stage.sent()).containsExactly("alice sent hello " + first);
        stage.restart(2);
        stage.advanceTo(second + 1);
        stage.waitMillis(20);
        assertThat(stage.sent()).containsExactlyInAnyOrder("alice sent hello " + second, "bob sent hello " + second);
    }

    @Test
    void aBroadcastGoesToTheMembersAtItsLaunchAndAgainWhenItIsExecuted() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.action("alice", NOON + 1, "r0", "{'do':'update','traits':{'plan':'pro'}}");
        stage.event("bob", "login", NOON + 1);
        String broadcast =
                single("{'id':'t','type':'trigger','on':'scheduled','segment':'pro'}", "{'re_entry':'every_event'}");
        stage.version(NOON + 2, "c", 1, broadcast);
        stage.campaign(NOON + 2, "c", 1, "active", 1, false, "t");
        stage.advanceTo(NOON + 10);
        stage.waitMillis(20);
        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 2));
        // A change of its name is no launch.
        stage.campaign(NOON + 20, "c", 1, "active", 1, false, "t");
        stage.advanceTo(NOON + 30);
        stage.waitMillis(20);
        assertThat(stage.sent()).isEmpty();
        stage.campaign(NOON + 40, "c", 1, "active", 2, false, "t");
        stage.advanceTo(NOON + 50);
        stage.waitMillis(20);
        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 40));
    }

    @Test
    void aLaunchBeforeTheStartTakesEffectAtTheStart() throws Exception {
        stage.live(NOON, "pro", PRO);
        stage.action("alice", NOON + 1, "r0", "{'do':'update','traits':{'plan':'pro'}}");
        stage.version(NOON + 2, "c", 1, single(ON_PRO, "{'start_at':'2026-03-02T13:00:00Z'}"));
        stage.campaign(NOON + 2, "c", 1, "active", 1, true);
        stage.advanceTo(NOON + HOUR - 1);
        stage.waitMillis(20);
        stage.restart(1);
        assertThat(stage.sent()).isEmpty();
        stage.advanceTo(NOON + HOUR);
        stage.waitMillis(20);
        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + HOUR));
    }

    @Test
    void aVersionThatAsksForThePastWaitsForIt() throws Exception {
        String bought = "{'id':'t','type':'trigger','on':'event','event':'signup',"
                + "'rules':{'field':'events.order','op':'count_gte','value':1}}";
        long version = stage.version(NOON, "c", 1, single(bought, "{'re_entry':'every_event'}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "order", NOON + 1);
        stage.event("alice", "signup", NOON + 2);
        stage.advanceTo(NOON + 10);
        assertThat(stage.told()).isEmpty();
        stage.backfilled(NOON + 20, "c#1", version);
        stage.event("alice", "signup", NOON + 30);
        stage.event("bob", "signup", NOON + 30);
        stage.advanceTo(NOON + 40);

        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 30));
    }

    @Test
    void whoIsEnrolledByHandIsAnswered() throws Exception {
        stage.version(NOON, "c", 1, single("{'id':'t','type':'trigger','on':'manual'}", "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "login", NOON + 1);
        stage.action("alice", NOON + 2, "r1", "{'do':'enroll','campaign':'c'}");
        stage.action("alice", NOON + 3, "r2", "{'do':'enroll','campaign':'c'}");
        stage.action("nobody", NOON + 3, "r3", "{'do':'enroll','campaign':'c'}");
        stage.action("alice", NOON + 3, "r4", "{'do':'enroll','campaign':'other'}");
        stage.advanceTo(NOON + 10);

        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 2));
        List<String> answers = new ArrayList<>();
        for (Row row : stage.rows(AudienceTables.API_OUTCOMES)) {
            row.text();
            String request = row.text();
            row.id();
            answers.add(request + " " + row.text() + " " + row.text());
        }
        assertThat(answers)
                .containsExactlyInAnyOrder(
                        "r1 done ", "r2 refused already_enrolled", "r3 refused unknown", "r4 refused not_active");
    }

    @Test
    void runsGoOnWithTheContactThatTheirsHasJoined() throws Exception {
        stage.close();
        stage = new Stage(2);
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.anonymousEvent("a1", "signup", NOON + 1);
        stage.event("alice", "login", NOON + 2);
        stage.merge(ANON, ALICE, NOON + 5, "NEWEST", "");
        stage.advanceTo(NOON + 10);
        stage.told();
        stage.restart(3);
        stage.commit();
        assertThat(stage.told()).containsExactly("alice moved from a1 " + (NOON + 5));
        stage.advanceTo(NOON + DAY);

        assertThat(stage.sent()).containsExactly("alice sent bye " + (NOON + 1 + HOUR));
    }

    @Test
    void aSlotIsUsedByTheRunThatWaitsForItWhereverThatWent() throws Exception {
        stage.close();
        stage = new Stage(2);
        stage.version(NOON, "c", 1, single(ON_SIGNUP, "{'daily_limit':10}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.anonymousEvent("a1", "signup", NOON + 1);
        stage.advanceTo(NOON + 2);
        assertThat(stage.told()).contains("a1 needs slot hello " + (NOON + 1));
        String run = stage.runs().get(0);
        stage.event("alice", "login", NOON + 4);
        stage.merge(ANON, ALICE, NOON + 5, "NEWEST", "");
        // The grant meets the contact at the very instant of its merge.
        stage.grant(ANON, "c", run, NOON + 5);
        stage.advanceTo(NOON + 10);
        stage.commit();
        stage.advanceTo(NOON + 20);
        stage.commit();
        stage.advanceTo(NOON + 30);
        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 11));
        // Another one for the same run is given back, and so is one for nobody.
        stage.grant(ANON, "c", run, NOON + 40);
        stage.grant(new Person(Person.Kind.USER, "nobody"), "c", run, NOON + 40);
        stage.advanceTo(NOON + 50);
        stage.commit();
        stage.advanceTo(NOON + 60);
        assertThat(stage.told())
                .containsExactlyInAnyOrder("slot unused c " + (NOON + 40), "slot unused c " + (NOON + 51));
    }

    @Test
    void aHardBounceSuppressesAlsoWhereThereAreNoCampaignsYet() throws Exception {
        stage.event("alice", "message_bounced", NOON + 1, NOON + 1, "{'class':'hard'}");
        stage.advanceTo(NOON + 2);
        stage.version(NOON + 3, "c", 1, single(ON_SIGNUP, "{}"));
        stage.campaign(NOON + 3, "c", 1, "active", 1, false);
        stage.event("alice", "signup", NOON + 4);
        stage.restart(1);
        stage.advanceTo(NOON + 10);

        assertThat(stage.told()).contains("alice skipped hello suppressed " + (NOON + 4));
    }

    @Test
    void aDeletedContactLeavesItsRuns() throws Exception {
        stage.version(NOON, "c", 1, series(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.event("alice", "signup", NOON + 1);
        stage.action("alice", NOON + 5, "r1", "{'do':'delete'}");
        stage.event("alice", "signup", NOON + 6);
        stage.advanceTo(NOON + 10);

        assertThat(stage.told()).contains("alice exited deleted " + (NOON + 5), "alice sent hello " + (NOON + 6));
        stage.advanceTo(NOON + DAY);
        assertThat(stage.sent()).containsExactly("alice sent bye " + (NOON + 6 + HOUR));
    }

    @Test
    void aDamagedCampaignHarmsNoOther() throws Exception {
        stage.version(NOON, "c", 1, single(ON_SIGNUP, "{}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.version(NOON + 1, "c", 2, "{'nodes':[{'id':'t','type':'no_such'}],'edges':[]}");
        stage.campaign(NOON + 1, "c", 2, "active", 1, false);
        stage.version(NOON + 1, "d", 1, "{'nodes':[" + HELLO + "],'edges':[]}");
        stage.campaign(NOON + 1, "d", 1, "active", 1, false);
        stage.campaignText(NOON + 1, "e", "{\"id\":1}");
        stage.event("alice", "signup", NOON + 5);
        stage.advanceTo(NOON + 10);
        stage.restart(2);
        stage.event("bob", "signup", NOON + 20);
        stage.advanceTo(NOON + 30);

        assertThat(stage.sent()).containsExactly("alice sent hello " + (NOON + 5), "bob sent hello " + (NOON + 20));
    }
}
