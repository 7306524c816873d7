package io.millrace.query.simulate;

import static io.millrace.query.simulate.SimulatedCampaign.campaign;
import static io.millrace.query.simulate.SimulatedCampaign.instant;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.simulate.SimulatedCampaign.Builder;
import org.junit.jupiter.api.Test;

/** Who enters a campaign, and when; outcomes worked out by hand. */
class CampaignEntryTest {

    private static final String ON_CART = "{'id':'t','type':'trigger','on':'event','event':'cart'}";
    private static final String DELAY = "{'id':'d','type':'delay','duration':'1h'}";
    private static final String PUSH = "{'id':'m','type':'send','channel':'push','template':'tmpl_cart'}";
    private static final String ACTIVE =
            "'segments':{'active':{'field':'events.login','op':'count_gte','value':2,'window':'7d'}}";
    private static final String VIP = "'segments':{'vip':{'type':'static','members':['u1','u2']}}";

    private static Builder cart() {
        return campaign(ON_CART, DELAY, PUSH, "t -> d -> m");
    }

    private static Builder onSegment(String on, String segment) {
        return campaign(
                "{'id':'t','type':'trigger','on':'" + on + "','segment':'" + segment + "'}",
                DELAY,
                PUSH,
                "t -> d -> m");
    }

    @Test
    void anEventStartsARunThatWaitsSendsAndEnds() {
        SimulatedCampaign simulated = cart().track("02 12:00", "u1", "cart").until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1");
        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
        assertThat(simulated.exits()).containsExactly("02 13:00 u1 completed");
        assertThat(simulated.waiting()).isEmpty();
        assertThat(simulated.answer().at("/messages/0/channel").asText()).isEqualTo("push");
        assertThat(simulated.answer().at("/messages/0/template").asText()).isEqualTo("tmpl_cart");
        assertThat(simulated.answer().at("/messages/0/send_id").asText()).matches("send_[a-z2-7]{24}");
    }

    @Test
    void whoeverStillWaitsIsListedWithTheInstant() {
        SimulatedCampaign simulated = cart().track("02 12:00", "u1", "cart").until("02 12:59:59.999");

        assertThat(simulated.waiting()).containsExactly("u1 d 02 13:00");
        assertThat(simulated.messages()).isEmpty();
    }

    @Test
    void everythingAtUntilIsIncluded() {
        assertThat(cart().track("02 12:00", "u1", "cart").until("02 13:00").messages())
                .containsExactly("02 13:00 u1 m");
    }

    @Test
    void onlyEventsThatPassTheTestsTrigger() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'event','event':'cart',"
                                + "'where':[{'field':'properties.total','op':'gte','value':50}]}",
                        PUSH,
                        "t -> m")
                .track("02 12:00", "u1", "cart", "'total':49")
                .track("02 12:00", "u2", "cart", "'total':50")
                .track("02 12:00", "u3", "order", "'total':90")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u2");
    }

    @Test
    void aTriggersRulesMustHoldAtEntryWithTheEventItself() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'event','event':'cart','rules':{'operator':'AND','conditions':["
                                + "{'field':'events.cart','op':'count_gte','value':2},"
                                + "{'field':'trigger.properties.kind','op':'eq','value':'a'}]}}",
                        PUSH,
                        "t -> m")
                .track("02 12:00", "u1", "cart", "'kind':'a'")
                .track("02 13:00", "u1", "cart", "'kind':'b'")
                .track("02 14:00", "u1", "cart", "'kind':'a'")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 14:00 u1");
    }

    @Test
    void nobodyEntersTwiceUnlessToldSo() {
        SimulatedCampaign simulated = cart().track("02 12:00", "u1", "cart")
                .track("04 12:00", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1");
    }

    @Test
    void afterExitTheNextEventEnters() {
        SimulatedCampaign simulated = cart().settings("'re_entry':'after_exit'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:30", "u1", "cart")
                .track("02 13:30", "u1", "cart")
                .until("02 14:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 13:30 u1");
    }

    @Test
    void runsOfEveryEventOverlap() {
        SimulatedCampaign simulated = cart().settings("'re_entry':'every_event'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:30", "u1", "cart")
                .until("02 13:10");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 12:30 u1");
        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
        assertThat(simulated.waiting()).containsExactly("u1 d 02 13:30");
        assertThat(simulated.answer().at("/messages/0/send_id").asText()).isNotEmpty();
    }

    @Test
    void aKeyHasOneRunEver() {
        SimulatedCampaign simulated = cart().settings("'re_entry':{'per_key':'cart_id'}")
                .track("02 12:00", "u1", "cart", "'cart_id':'7'")
                .track("02 12:10", "u1", "cart", "'cart_id':8")
                .track("02 12:20", "u1", "cart", "'cart_id':7")
                .track("09 12:00", "u1", "cart", "'cart_id':'8'")
                .track("09 13:00", "u1", "cart", "")
                .track("09 14:00", "u2", "cart", "'cart_id':7")
                .until("10 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 12:10 u1", "09 14:00 u2");
    }

    @Test
    void aCooldownCountsFromTheLastEntryAndTwoRunsAreNeverAtOnce() {
        SimulatedCampaign simulated = campaign(
                        ON_CART, "{'id':'d','type':'delay','duration':'3d'}", PUSH, "t -> d -> m")
                .settings("'re_entry':{'cooldown':'2d'}")
                .track("02 12:00", "u1", "cart")
                .track("04 12:00", "u1", "cart")
                .track("05 11:59:59", "u1", "cart")
                .track("05 12:00:01", "u1", "cart")
                .until("06 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "05 12:00:01 u1");
    }

    @Test
    void aCooldownEndsToTheMillisecond() {
        SimulatedCampaign simulated = campaign(ON_CART, PUSH, "t -> m")
                .settings("'re_entry':{'cooldown':'2d'}")
                .track("02 12:00", "u1", "cart")
                .track("04 11:59:59.999", "u1", "cart")
                .track("04 12:00", "u1", "cart")
                .until("06 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "04 12:00 u1");
    }

    @Test
    void anEventOlderThanThreeDaysTriggersNothing() {
        SimulatedCampaign simulated = cart().event(late("u1", "02 12:00", "05 12:00"))
                .event(late("u2", "02 12:00", "05 12:00:00.001"))
                .until("06 12:00");

        assertThat(simulated.entries()).containsExactly("05 12:00 u1");
    }

    @Test
    void theAgeIsASetting() {
        SimulatedCampaign simulated = cart().settings("'max_event_age':'1h'")
                .event(late("u1", "02 12:00", "02 13:00"))
                .event(late("u2", "02 12:00", "02 13:01"))
                .until("06 12:00");

        assertThat(simulated.entries()).containsExactly("02 13:00 u1");
    }

    @Test
    void aCopyNeverEntersTwiceHoweverLateItComes() {
        SimulatedCampaign simulated = cart().settings("'re_entry':'every_event'")
                .event(sent("m1", "02 12:00", "02 12:00"))
                .event(sent("m1", "02 12:00", "02 12:05"))
                .event(sent("m1", "02 12:00", "03 18:00"))
                .event(sent("m2", "02 12:00", "03 18:00"))
                .until("06 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "03 18:00 u1");
    }

    @Test
    void enteringASegmentStartsARun() {
        SimulatedCampaign simulated = onSegment("segment_entry", "active")
                .with(ACTIVE)
                .track("02 12:00", "u1", "login")
                .track("03 12:00", "u1", "login")
                .until("04 12:00");

        assertThat(simulated.entries()).containsExactly("03 12:00 u1");
        assertThat(simulated.messages()).containsExactly("03 13:00 u1 m");
    }

    @Test
    void leavingASegmentByTimeStartsARun() {
        SimulatedCampaign simulated = onSegment("segment_exit", "active")
                .with(ACTIVE)
                .track("02 12:00", "u1", "login")
                .track("03 12:00", "u1", "login")
                .until("10 12:00");

        assertThat(simulated.entries()).containsExactly("09 12:00 u1");
    }

    @Test
    void whoeverStandsInASegmentFromTheStartDoesNotEnter() {
        SimulatedCampaign simulated = onSegment("segment_entry", "vip")
                .with(VIP)
                .act("02 12:00", "add_members", "'segment':'vip','contacts':['u2','u3']")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u3");
    }

    @Test
    void whatIsEnteredAndLeftAtOneInstantTriggersNothing() {
        SimulatedCampaign simulated = onSegment("segment_entry", "vip")
                .with(VIP)
                .act("02 12:00", "add_members", "'segment':'vip','contacts':['u3']")
                .act("02 12:00", "remove_members", "'segment':'vip','contacts':['u3']")
                .until("03 12:00");

        assertThat(simulated.entries()).isEmpty();
    }

    @Test
    void anEditOfASegmentTriggersNothing() {
        SimulatedCampaign simulated = onSegment("segment_entry", "active")
                .with(ACTIVE)
                .track("02 12:00", "u1", "login")
                .act(
                        "03 12:00",
                        "edit",
                        "'segment':'active','rules':{'field':'events.login','op':'count_gte','value':1}")
                .track("04 12:00", "u2", "login")
                .until("05 12:00");

        assertThat(simulated.entries()).containsExactly("04 12:00 u2");
    }

    @Test
    void aTransitionByATooOldEventTriggersNothing() {
        SimulatedCampaign simulated = onSegment("segment_entry", "any")
                .with("'segments':{'any':{'field':'events.cart','op':'count_gte','value':1}}")
                .event(late("u1", "02 12:00", "05 12:00"))
                .event(late("u2", "02 12:00", "05 12:00:00.001"))
                .until("06 12:00");

        assertThat(simulated.entries()).containsExactly("05 12:00 u1");
    }

    @Test
    void activatingEnrollsMembersOnlyIfAsked() {
        SimulatedCampaign silent = onSegment("segment_entry", "vip")
                .with(VIP)
                .act("02 12:00", "activate")
                .until("03 12:00");
        SimulatedCampaign asked = onSegment("segment_entry", "vip")
                .with(VIP)
                .act("02 12:00", "activate", "'enroll_existing':true")
                .act("02 11:00", "remove_members", "'segment':'vip','contacts':['u2']")
                .until("03 12:00");

        assertThat(silent.entries()).isEmpty();
        assertThat(asked.entries()).containsExactly("02 12:00 u1");
    }

    @Test
    void nobodyEntersBeforeActivationAndActivationComesBeforeTheEventsOfItsInstant() {
        SimulatedCampaign simulated = cart().track("02 11:59", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .act("02 12:00", "activate")
                .until("03 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u2");
    }

    @Test
    void aScheduleTakesTheMembersOfItsInstant() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'scheduled','at':'2026-03-03T09:00:00','segment':'vip'}",
                        PUSH,
                        "t -> m")
                .with("'timezone':'Europe/Berlin'")
                .with(VIP)
                .act("03 08:00", "add_members", "'segment':'vip','contacts':['u3']")
                .act("03 08:00", "remove_members", "'segment':'vip','contacts':['u1']")
                .act("03 08:01", "add_members", "'segment':'vip','contacts':['u4']")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("03 08:00 u2 m", "03 08:00 u3 m");
    }

    @Test
    void aRecurringScheduleKeepsItsLocalTimeOverAChangeOfClocks() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'scheduled','at':'2026-03-28T09:00:00','segment':'vip','every':'day'}",
                        PUSH,
                        "t -> m")
                .settings("'re_entry':'after_exit'")
                .with("'timezone':'Europe/Berlin'")
                .with("'segments':{'vip':{'type':'static','members':['u1']}}")
                .until("30 12:00");

        // Clocks go forward on 29 March at 01:00 UTC.
        assertThat(simulated.messages()).containsExactly("28 08:00 u1 m", "29 07:00 u1 m", "30 07:00 u1 m");
    }

    @Test
    void aMonthlyScheduleOnThe31stFallsOnTheLastDayOfShorterMonths() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'scheduled','at':'2026-03-31T09:00:00Z','segment':'vip','every':'month'}",
                        PUSH,
                        "t -> m")
                .settings("'re_entry':'after_exit'")
                .with("'segments':{'vip':{'type':'static','members':['u1']}}")
                .until("2026-05-31T23:00:00Z");

        assertThat(simulated.messages()).containsExactly("31 09:00 u1 m", "04-30 09:00 u1 m", "05-31 09:00 u1 m");
    }

    @Test
    void aScheduleThatFallsIntoAPauseIsOver() {
        SimulatedCampaign simulated = campaign(
                        "{'id':'t','type':'trigger','on':'scheduled','at':'2026-03-03T09:00:00Z','segment':'vip'}",
                        PUSH,
                        "t -> m")
                .with(VIP)
                .act("03 08:00", "pause")
                .act("03 10:00", "resume")
                .until("05 12:00");

        assertThat(simulated.entries()).isEmpty();
    }

    @Test
    void aScheduleWithoutAnInstantFiresAtActivation() {
        Builder broadcast = campaign("{'id':'t','type':'trigger','on':'scheduled','segment':'vip'}", PUSH, "t -> m")
                .with(VIP)
                .act("02 11:00", "remove_members", "'segment':'vip','contacts':['u2']")
                .act("02 12:00", "activate")
                .act("02 13:00", "pause")
                .act("02 14:00", "resume");

        assertThat(broadcast.until("05 12:00").messages()).containsExactly("02 12:00 u1 m");
    }

    @Test
    void nobodyEntersBeforeTheStartNorFromTheEndOn() {
        SimulatedCampaign simulated = cart().settings(
                        "'start_at':'2026-03-02T12:00:00Z','end_at':'2026-03-03T12:00:00Z'")
                .track("02 11:59:59.999", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("03 11:59:59.999", "u3", "cart")
                .track("03 12:00", "u4", "cart")
                .until("05 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u2", "03 11:59:59.999 u3");
        assertThat(simulated.messages()).containsExactly("02 13:00 u2 m", "03 12:59:59.999 u3 m");
    }

    @Test
    void contactsAreEnrolledByHand() {
        SimulatedCampaign simulated = campaign("{'id':'t','type':'trigger','on':'manual'}", PUSH, "t -> m")
                .act("02 12:00", "enroll", "'contacts':['u1','u2']")
                .act("02 13:00", "enroll", "'contacts':['u2','u3']")
                .until("05 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 12:00 u2", "02 13:00 u3");
        assertThat(simulated.refusals()).isEmpty();
    }

    @Test
    void suppressedContactsAreNotEnrolledNorAnybodyWhilePaused() {
        SimulatedCampaign simulated = campaign("{'id':'t','type':'trigger','on':'manual'}", PUSH, "t -> m")
                .act("02 10:00", "bounce", "'contact':'u1','class':'hard'")
                .act("02 10:00", "bounce", "'contact':'u2','class':'soft'")
                .act("02 12:00", "enroll", "'contacts':['u1','u2']")
                .act("02 13:00", "pause")
                .act("02 14:00", "enroll", "'contacts':['u3']")
                .act("02 15:00", "complete")
                .act("02 16:00", "enroll", "'contacts':['u4']")
                .until("05 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u2");
        assertThat(simulated.refusals()).containsExactly("02 16:00 enroll");
    }

    private static String late(String contact, String happened, String arrived) {
        return "{'type':'track','userId':'" + contact + "','event':'cart','timestamp':'" + instant(happened)
                + "','receivedAt':'" + instant(arrived) + "'}";
    }

    private static String sent(String messageId, String happened, String arrived) {
        return "{'type':'track','userId':'u1','event':'cart','messageId':'" + messageId + "','timestamp':'"
                + instant(happened) + "','receivedAt':'" + instant(arrived) + "'}";
    }
}
