package io.millrace.query.simulate;

import static io.millrace.query.simulate.SimulatedCampaign.campaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.simulate.SimulatedCampaign.Builder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends runs, what holds them, and what becomes of them when contacts are merged or deleted; outcomes worked out by hand. */
class CampaignLifeTest {

    private static final String ON_CART = "{'id':'t','type':'trigger','on':'event','event':'cart'}";
    private static final String DELAY = "{'id':'d','type':'delay','duration':'1h'}";
    private static final String PUSH = "{'id':'m','type':'send','channel':'push','template':'a'}";
    private static final String LATER = "{'id':'e','type':'delay','duration':'2h'}";
    private static final String LAST = "{'id':'l','type':'send','channel':'push','template':'b'}";
    private static final String ON_ORDER = "'exit_conditions':[{'on':'event','event':'order'}]";

    private static Builder cart() {
        return campaign(ON_CART, DELAY, PUSH, LATER, LAST, "t -> d -> m -> e -> l");
    }

    @Test
    void anExitConditionEndsARunWhereverItWaits() {
        SimulatedCampaign simulated = cart().settings(ON_ORDER)
                .track("02 12:00", "u1", "cart")
                .track("02 12:30", "u1", "order")
                .track("02 12:00", "u2", "cart")
                .track("02 14:00", "u2", "order")
                .until("03 12:00");

        assertThat(simulated.messages()).containsExactly("02 13:00 u2 m");
        assertThat(simulated.exits()).containsExactly("02 12:30 u1 exit_condition", "02 14:00 u2 exit_condition");
    }

    @Test
    void anExitAtTheInstantAStepIsDueComesFirst() {
        SimulatedCampaign simulated = cart().settings(ON_ORDER)
                .track("02 12:00", "u1", "cart")
                .track("02 13:00", "u1", "order")
                .until("03 12:00");

        assertThat(simulated.messages()).isEmpty();
        assertThat(simulated.exits()).containsExactly("02 13:00 u1 exit_condition");
    }

    @Test
    void onlyWhatHappenedAfterEntryEndsARun() {
        SimulatedCampaign simulated = cart().settings(ON_ORDER)
                .track("02 11:00", "u1", "order")
                .track("02 12:00", "u1", "cart")
                .event("{'type':'track','userId':'u1','event':'order','timestamp':'2026-03-02T11:59:00Z',"
                        + "'receivedAt':'2026-03-02T12:30:00Z'}")
                .until("02 13:00");

        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
    }

    @Test
    void anExitConditionTakesTestsAndTheRunsKey() {
        SimulatedCampaign simulated = cart().settings(
                        "'re_entry':{'per_key':'cart_id'},'exit_conditions':[{'on':'event','event':'order','same_key':true,"
                                + "'where':[{'field':'properties.paid','op':'eq','value':true}]}]")
                .track("02 12:00", "u1", "cart", "'cart_id':'1'")
                .track("02 12:10", "u1", "cart", "'cart_id':'2'")
                .track("02 12:20", "u1", "order", "'cart_id':'1','paid':false")
                .track("02 12:30", "u1", "order", "'cart_id':'2','paid':true")
                .track("02 12:40", "u1", "order", "'paid':true")
                .until("02 13:30");

        assertThat(simulated.exits()).containsExactly("02 12:30 u1 exit_condition");
        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
    }

    @Test
    void segmentsEndRunsOnlyIfAsked() {
        String vip = "'segments':{'vip':{'field':'events.login','op':'count_gte','value':1,'window':'2h'}}";
        String trigger = "{'id':'t','type':'trigger','on':'segment_entry','segment':'vip'}";
        Builder stays = campaign(trigger, "{'id':'d','type':'delay','duration':'3h'}", PUSH, "t -> d -> m")
                .with(vip);
        Builder leaves = campaign(trigger, "{'id':'d','type':'delay','duration':'3h'}", PUSH, "t -> d -> m")
                .with(vip)
                .settings("'exit_conditions':[{'on':'segment_exit','segment':'vip'}]");

        assertThat(stays.track("02 12:00", "u1", "login").until("03 12:00").exits())
                .containsExactly("02 15:00 u1 completed");
        assertThat(leaves.track("02 12:00", "u1", "login").until("03 12:00").exits())
                .containsExactly("02 14:00 u1 exit_condition");
    }

    @Test
    void whoeverHasLeftMayEnterAgainByTheSameEvent() {
        SimulatedCampaign simulated = cart().settings(
                        "'re_entry':'after_exit','exit_conditions':[{'on':'event','event':'cart'}]")
                .track("02 12:00", "u1", "cart")
                .track("02 12:30", "u1", "cart")
                .until("02 13:30");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 12:30 u1");
        assertThat(simulated.exits()).containsExactly("02 12:30 u1 exit_condition");
        assertThat(simulated.messages()).containsExactly("02 13:30 u1 m");
    }

    @Test
    void whilePausedEveryoneKeepsTheirPlaceAndWhatCameDueIsDoneOnResume() {
        SimulatedCampaign simulated = cart().track("02 12:00", "u1", "cart")
                .track("02 12:30", "u2", "cart")
                .act("02 13:00", "pause")
                .track("02 13:10", "u3", "cart")
                .act("02 13:20", "resume")
                .track("02 13:20", "u4", "cart")
                .until("02 15:25");

        // u1 came due at the very pause, so it is held; its next delay counts from the resume. u2 was not due yet.
        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 12:30 u2", "02 13:20 u4");
        assertThat(simulated.messages())
                .containsExactly("02 13:20 u1 m", "02 13:30 u2 m", "02 14:20 u4 m", "02 15:20 u1 l");
        assertThat(simulated.waiting()).containsExactly("u2 e 02 15:30", "u4 e 02 16:20");
    }

    @Test
    void whoIsHeldByAPauseIsListedWhereItWaits() {
        SimulatedCampaign simulated =
                cart().track("02 12:00", "u1", "cart").act("02 12:30", "pause").until("02 14:00");

        assertThat(simulated.messages()).isEmpty();
        assertThat(simulated.waiting()).containsExactly("u1 d 02 13:00");
    }

    @Test
    void exitsHappenWhilePausedToo() {
        SimulatedCampaign simulated = cart().settings(ON_ORDER)
                .track("02 12:00", "u1", "cart")
                .act("02 12:30", "pause")
                .track("02 14:00", "u1", "order")
                .act("02 15:00", "resume")
                .until("02 16:00");

        assertThat(simulated.messages()).isEmpty();
        assertThat(simulated.exits()).containsExactly("02 14:00 u1 exit_condition");
    }

    @Test
    void aWaitMayBeMetWhilePausedAndGoesOnAfterIt() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'n','type':'wait','event':'order','timeout':'1h'}",
                        PUSH,
                        LAST,
                        "t -> n -met> m",
                        "n -timeout> l")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .act("02 12:10", "pause")
                .track("02 12:30", "u1", "order")
                .track("02 13:30", "u2", "order")
                .act("02 14:00", "resume")
                .until("02 16:00");

        assertThat(simulated.messages()).containsExactly("02 14:00 u1 m", "02 14:00 u2 l");
    }

    @Test
    void aSendHeldOverNightWaitsForTheResumeToo() {
        SimulatedCampaign simulated = campaign(ON_CART, PUSH, "t -> m")
                .settings("'quiet_hours':{'start':'22:00','end':'08:00'}")
                .track("02 23:00", "u1", "cart")
                .act("03 07:00", "pause")
                .act("03 23:00", "resume")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("04 08:00 u1 m");
    }

    @Test
    void slotsAreGrantedAfterThePause() {
        SimulatedCampaign simulated = campaign(ON_CART, PUSH, "t -> m")
                .settings("'daily_limit':1")
                .track("02 12:00", "u1", "cart")
                .track("02 13:00", "u2", "cart")
                .act("02 20:00", "pause")
                .act("03 09:00", "resume")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m", "03 09:00 u2 m");
    }

    @Test
    void resumeMayEnrollMembers() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'segment_entry','segment':'vip'}", PUSH, "t -> m")
                .with("'segments':{'vip':{'type':'static','members':[]}}")
                .act("02 12:00", "pause")
                .act("02 13:00", "add_members", "'segment':'vip','contacts':['u1']")
                .act("02 14:00", "resume", "'enroll_existing':true")
                .act("02 14:00", "add_members", "'segment':'vip','contacts':['u2']")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 14:00 u1", "02 14:00 u2");
    }

    @Test
    void completingEndsEveryRunForGood() {
        SimulatedCampaign simulated = cart().track("02 12:00", "u1", "cart")
                .act("02 13:00", "complete")
                .track("02 13:00", "u2", "cart")
                .act("02 14:00", "resume")
                .act("02 14:00", "pause")
                .act("02 14:00", "complete")
                .act("02 15:00", "edit", "'campaign':" + cart().graph())
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1");
        assertThat(simulated.exits()).containsExactly("02 13:00 u1 campaign_completed");
        assertThat(simulated.messages()).isEmpty();
        assertThat(simulated.refusals()).containsExactly("02 14:00 resume", "02 14:00 pause", "02 15:00 edit");
    }

    @Test
    void whatIsSoAlreadyIsNotRefusedAndWhatIsNotActivatedIsNeitherPausedNorCompleted() {
        SimulatedCampaign simulated = cart().act("02 10:00", "pause")
                .act("02 10:00", "resume")
                .act("02 10:00", "complete")
                .act("02 10:00", "enroll", "'contacts':['u0']")
                .act("02 11:00", "activate")
                .act("02 11:30", "activate")
                .act("02 11:30", "resume")
                .track("02 12:00", "u1", "cart")
                .until("02 12:30");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1");
        assertThat(simulated.refusals())
                .containsExactly("02 10:00 pause", "02 10:00 resume", "02 10:00 complete", "02 10:00 enroll");
    }

    @Test
    void deletionEndsRunsAndTheNextContactOfTheIdBeginsAnew() {
        SimulatedCampaign simulated = cart().track("02 12:00", "u1", "cart")
                .act("02 12:30", "delete", "'contact':'u1'")
                .track("02 12:40", "u1", "cart")
                .until("02 13:40");

        assertThat(simulated.exits()).containsExactly("02 12:30 u1 deleted");
        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 12:40 u1");
        assertThat(simulated.messages()).containsExactly("02 13:40 u1 m");
    }

    @Test
    void theTargetOfAMergeContinuesTheRun() {
        SimulatedCampaign simulated = cart().settings(ON_ORDER)
                .track("02 12:00", "dup", "cart")
                .track("02 11:00", "u1", "order")
                .act("02 12:30", "merge", "'source':'dup','target':'u1'")
                .track("02 14:00", "dup", "order")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 dup");
        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
        assertThat(simulated.exits()).containsExactly("02 14:00 u1 exit_condition");
    }

    @Test
    void aTargetThatHasSuchARunKeepsItsOwn() {
        SimulatedCampaign simulated = cart().track("02 12:00", "dup", "cart")
                .track("02 12:20", "u1", "cart")
                .act("02 12:30", "merge", "'source':'dup','target':'u1'")
                .until("02 14:00");

        assertThat(simulated.exits()).containsExactly("02 12:30 dup merged");
        assertThat(simulated.messages()).containsExactly("02 13:20 u1 m");
    }

    @Test
    void noEntryIsTriggeredByMergedHistoryAndThatOfBothForbidsReEntry() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'s','type':'trigger','on':'segment_entry','segment':'two'}",
                        PUSH,
                        "t -> m",
                        "s -> m")
                .with("'segments':{'two':{'field':'events.login','op':'count_gte','value':2}}")
                .track("02 10:00", "dup", "login")
                .track("02 10:00", "u1", "login")
                .track("02 10:00", "u2", "login")
                .track("02 10:30", "old", "cart")
                .act("02 11:00", "merge", "'source':'dup','target':'u1'")
                .act("02 11:00", "merge", "'source':'old','target':'u2'")
                .track("02 12:00", "u2", "cart")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 10:30 old");
    }

    @Test
    void anAnonymousRunGoesOnUnderTheKnownName() {
        SimulatedCampaign simulated = cart().event(
                        "{'type':'track','anonymousId':'x','event':'cart','timestamp':'2026-03-02T12:00:00Z'}")
                .event("{'type':'identify','userId':'u1','anonymousId':'x','timestamp':'2026-03-02T13:00:00Z'}")
                .until("02 14:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 x");
        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
    }

    @Test
    void aRunThatWaitsForASlotIsMergedWithItsPlaceInTheQueue() {
        SimulatedCampaign simulated = campaign(ON_CART, PUSH, "t -> m")
                .settings("'daily_limit':1")
                .track("02 12:00", "a", "cart")
                .track("02 12:01", "dup", "cart")
                .act("02 13:00", "merge", "'source':'dup','target':'u1'")
                .until("03 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 a m", "03 00:00 u1 m");
    }

    @Test
    void messagesOfBothCountForTheCapAfterAMerge() {
        SimulatedCampaign simulated = campaign(ON_CART, PUSH, "t -> m")
                .settings("'re_entry':'every_event','frequency_cap':{'max':2,'window':'1d'}")
                .track("02 12:00", "dup", "cart")
                .track("02 12:00", "u1", "cart")
                .act("02 13:00", "merge", "'source':'dup','target':'u1'")
                .track("02 14:00", "u1", "cart")
                .until("03 11:00");

        assertThat(simulated.skipped()).containsExactly("02 14:00 u1 m frequency_cap");
    }

    @Test
    void faultsNameThePlaceAllAtOnce() {
        List<String> faults = SimulatedCampaign.refused("{'campaign':{'nodes':[" + ON_CART
                + ",{'id':'m','type':'send','channel':'post','template':'a'}],'edges':[{'from':'t','to':'q'}]},"
                + "'actions':[{'at':'2026-03-02T12:00:00Z','do':'bounce','contact':'u1'},"
                + "{'at':'2026-03-02T12:00:00Z','do':'hop'}],'sent_before':[{'contact':'u1'}],'checkpoints':[]}");

        assertThat(faults)
                .contains(
                        "/campaign/nodes/1/channel invalid",
                        "/campaign/edges/0/to unknown_node",
                        "/actions/0/class required",
                        "/actions/1/do invalid",
                        "/sent_before/0/at required",
                        "/checkpoints unknown_field");
    }

    @Test
    void aCampaignIsNeededAndItsSegmentsMustBeThere() {
        assertThat(SimulatedCampaign.refused("{}")).containsExactly("/campaign required");
        assertThat(SimulatedCampaign.refused(
                        campaign("{'id':'t','type':'trigger','on':'segment_entry','segment':'vip'}", PUSH, "t -> m")
                                .json("02 12:00")))
                .containsExactly("/campaign/nodes/0/segment unknown_segment");
        assertThat(SimulatedCampaign.of(campaign(
                                        "{'id':'t','type':'trigger','on':'segment_entry','segment':'vip'}",
                                        PUSH,
                                        "t -> m")
                                .act(
                                        "02 11:00",
                                        "create",
                                        "'segment':'vip','rules':{'field':'events.a','op':'count_gte','value':1}")
                                .track("02 11:30", "u1", "a")
                                .json("02 12:00"))
                        .messages())
                .containsExactly("02 11:30 u1 m");
    }
}
