package io.millrace.query.simulate;

import static io.millrace.query.simulate.SimulatedCampaign.campaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.simulate.SimulatedCampaign.Builder;
import org.junit.jupiter.api.Test;

/** Which sends leave, when, and which are skipped; outcomes worked out by hand. Berlin is an hour ahead of UTC until 29 March. */
class CampaignSendsTest {

    private static final String ON_CART = "{'id':'t','type':'trigger','on':'event','event':'cart'}";
    private static final String BERLIN = "'timezone':'Europe/Berlin'";
    private static final String NIGHT = "'quiet_hours':{'start':'22:00','end':'08:00'}";

    private static String send(String id, String more) {
        return "{'id':'" + id + "','type':'send','channel':'push','template':'tmpl_" + id + "'" + more + "}";
    }

    /** A marketing message at once, and a transactional one right after it. */
    private static Builder both() {
        return campaign(ON_CART, send("m", ""), send("r", ",'transactional':true"), "t -> m -> r");
    }

    private static Builder one() {
        return campaign(ON_CART, send("m", ""), "t -> m").settings("'re_entry':'every_event'");
    }

    @Test
    void theUnsubscribedGetTransactionalMessagesOnly() {
        SimulatedCampaign simulated = both().act("02 11:00", "unsubscribe", "'contact':'u1'")
                .act("02 11:00", "unsubscribe", "'contact':'u2','group':'news'")
                .act("02 11:00", "unsubscribe", "'contact':'u3'")
                .act("02 11:30", "subscribe", "'contact':'u3'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .until("03 12:00");

        assertThat(simulated.skipped()).containsExactly("02 12:00 u1 m unsubscribed");
        assertThat(simulated.messages())
                .containsExactly("02 12:00 u1 r", "02 12:00 u2 m", "02 12:00 u2 r", "02 12:00 u3 m", "02 12:00 u3 r");
    }

    @Test
    void theSuppressedGetNothing() {
        SimulatedCampaign simulated = both().act("02 11:00", "bounce", "'contact':'u1','class':'hard'")
                .act("02 11:00", "bounce", "'contact':'u2','class':'soft'")
                .act("02 11:00", "complaint", "'contact':'u3'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .until("03 12:00");

        assertThat(simulated.skipped())
                .containsExactly(
                        "02 12:00 u1 m suppressed",
                        "02 12:00 u1 r suppressed",
                        "02 12:00 u3 m suppressed",
                        "02 12:00 u3 r suppressed");
        assertThat(simulated.messages()).containsExactly("02 12:00 u2 m", "02 12:00 u2 r");
    }

    @Test
    void anEmailNeedsAnAddress() {
        SimulatedCampaign simulated = campaign(
                        ON_CART, "{'id':'m','type':'send','channel':'email','template':'a'}", "t -> m")
                .identify("02 11:00", "u1", "'email':'a@example.com'")
                .identify("02 11:00", "u2", "'email':''")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .until("03 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m");
        assertThat(simulated.skipped()).containsExactly("02 12:00 u2 m no_address", "02 12:00 u3 m no_address");
        assertThat(simulated.exits())
                .containsExactly("02 12:00 u1 completed", "02 12:00 u2 completed", "02 12:00 u3 completed");
    }

    @Test
    void quietHoursHoldASendToTheirEndInTheContactsZone() {
        SimulatedCampaign simulated = both().settings(NIGHT)
                .with(BERLIN)
                .identify("01 10:00", "ny", "'timezone':'America/New_York'")
                .track("02 20:59:59", "u1", "cart")
                .track("02 21:00", "u2", "cart")
                .track("03 06:59:59", "u3", "cart")
                .track("03 07:00", "u4", "cart")
                .track("03 07:00", "ny", "cart")
                .until("04 12:00");

        // What is transactional waits behind the message that is held, but is not held itself. 07:00 UTC is 02:00 in
        // New York.
        assertThat(simulated.messages())
                .containsExactly(
                        "02 20:59:59 u1 m",
                        "02 20:59:59 u1 r",
                        "03 07:00 u2 m",
                        "03 07:00 u2 r",
                        "03 07:00 u3 m",
                        "03 07:00 u3 r",
                        "03 07:00 u4 m",
                        "03 07:00 u4 r",
                        "03 13:00 ny m",
                        "03 13:00 ny r");
    }

    @Test
    void transactionalSendsIgnoreQuietHours() {
        SimulatedCampaign simulated = campaign(ON_CART, send("r", ",'transactional':true"), "t -> r")
                .settings(NIGHT)
                .track("02 23:00", "u1", "cart")
                .until("04 12:00");

        assertThat(simulated.messages()).containsExactly("02 23:00 u1 r");
    }

    @Test
    void quietHoursEndByTheClockOverAChangeOfClocks() {
        SimulatedCampaign simulated = one().settings("'re_entry':'every_event'," + NIGHT)
                .with(BERLIN)
                .track("27 22:00", "u1", "cart")
                .track("28 22:00", "u1", "cart")
                .track("2026-10-24T21:00:00Z", "u2", "cart")
                .until("2026-10-26T12:00:00Z");

        // 8:00 is 07:00 UTC until 29 March 01:00 UTC, then 06:00 UTC; from 25 October 01:00 UTC on 07:00 UTC again.
        assertThat(simulated.messages()).containsExactly("28 07:00 u1 m", "29 06:00 u1 m", "10-25 07:00 u2 m");
    }

    @Test
    void quietHoursWhoseEndIsSkippedAreOverWhenClocksAreSetForward() {
        SimulatedCampaign simulated = one().settings(
                        "'re_entry':'every_event','quiet_hours':{'start':'22:00','end':'02:30'}")
                .with(BERLIN)
                .track("28 22:00", "u1", "cart")
                .until("30 12:00");

        assertThat(simulated.messages()).containsExactly("29 01:00 u1 m");
    }

    @Test
    void quietHoursMayDropASend() {
        SimulatedCampaign simulated = both().settings("'quiet_hours':{'start':'13:00','end':'14:00','mode':'drop'}")
                .track("02 12:59:59", "u1", "cart")
                .track("02 13:00", "u2", "cart")
                .track("02 14:00", "u3", "cart")
                .until("03 12:00");

        assertThat(simulated.skipped()).containsExactly("02 13:00 u2 m quiet_hours_dropped");
        assertThat(simulated.messages())
                .containsExactly(
                        "02 12:59:59 u1 m", "02 12:59:59 u1 r", "02 13:00 u2 r", "02 14:00 u3 m", "02 14:00 u3 r");
    }

    @Test
    void aHeldSendIsJudgedAgainWhenItWouldLeave() {
        SimulatedCampaign simulated = one().settings(NIGHT)
                .track("02 23:00", "u1", "cart")
                .track("02 23:00", "u2", "cart")
                .act("03 08:00", "unsubscribe", "'contact':'u2'")
                .until("03 08:00");

        assertThat(simulated.messages()).containsExactly("03 08:00 u1 m");
        assertThat(simulated.skipped()).containsExactly("03 08:00 u2 m unsubscribed");
    }

    @Test
    void whoIsHeldWaitsAtTheSend() {
        SimulatedCampaign simulated =
                one().settings(NIGHT).track("02 23:00", "u1", "cart").until("03 07:00");

        assertThat(simulated.waiting()).containsExactly("u1 m 03 08:00");
    }

    @Test
    void aCapIsARollingWindow() {
        SimulatedCampaign simulated = one().settings("'re_entry':'every_event','frequency_cap':{'max':2,'window':'1d'}")
                .track("02 12:00", "u1", "cart")
                .track("02 18:00", "u1", "cart")
                .track("03 11:59:59.999", "u1", "cart")
                .track("03 12:00", "u1", "cart")
                .track("03 17:59", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m", "02 18:00 u1 m", "03 12:00 u1 m");
        assertThat(simulated.skipped())
                .containsExactly("03 11:59:59.999 u1 m frequency_cap", "03 17:59 u1 m frequency_cap");
        assertThat(simulated.exits()).hasSize(5);
    }

    @Test
    void aCapIsOverAllCampaignsAndTransactionalSendsAreExemptAndDoNotCount() {
        SimulatedCampaign simulated = campaign(
                        ON_CART, send("r", ",'transactional':true"), send("m", ""), "t -> r -> m")
                .settings("'re_entry':'every_event','frequency_cap':{'max':2,'window':'7d'}")
                .sentBefore("01 12:00", "u1")
                .sentBefore("01 12:00", "u2")
                .sentBefore("02 11:00", "u2")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m", "02 12:00 u1 r", "02 12:00 u2 r");
        assertThat(simulated.skipped()).containsExactly("02 12:00 u2 m frequency_cap");
    }

    @Test
    void aMessageOfAnotherCampaignCountsFromItsOwnInstant() {
        SimulatedCampaign simulated = one().settings("'re_entry':'every_event','frequency_cap':{'max':1,'window':'1h'}")
                .sentBefore("02 12:30", "u1")
                .track("02 11:00", "u1", "cart")
                .track("02 13:00", "u1", "cart")
                .track("02 13:30", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 11:00 u1 m", "02 13:30 u1 m");
    }

    @Test
    void holdOutsEnterAndEachOfTheirSendsIsSkipped() {
        // First 8 bytes of md5(name + "hold-1"), over 2^64, times 100: u1 72.8, u2 2.7, u3 55.8, u4 29.97.
        SimulatedCampaign simulated = both().settings("'hold_out':{'percent':30,'salt':'hold-1'}")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .track("02 12:00", "u4", "cart")
                .until("05 12:00");

        assertThat(simulated.entries()).hasSize(4);
        assertThat(simulated.messages())
                .containsExactly("02 12:00 u1 m", "02 12:00 u1 r", "02 12:00 u3 m", "02 12:00 u3 r");
        assertThat(simulated.skipped())
                .containsExactly(
                        "02 12:00 u2 m hold_out",
                        "02 12:00 u2 r hold_out",
                        "02 12:00 u4 m hold_out",
                        "02 12:00 u4 r hold_out");
    }

    @Test
    void aDailyLimitIsOfTheWorkspacesDayAndTheRestWaitsForTheNext() {
        SimulatedCampaign simulated = one().settings("'re_entry':'every_event','daily_limit':2")
                .with(BERLIN)
                .track("02 12:00", "u3", "cart")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 11:00", "u4", "cart")
                .track("02 22:59", "u5", "cart")
                .until("04 12:00");

        // u4 first; of noon u1 by name; the day ends at 23:00 UTC. u2 and u3 are due before u5, who waits another day.
        assertThat(simulated.messages())
                .containsExactly("02 11:00 u4 m", "02 12:00 u1 m", "02 23:00 u2 m", "02 23:00 u3 m", "03 23:00 u5 m");
    }

    @Test
    void whoWaitsForASlotIsListedWithItsTurn() {
        SimulatedCampaign simulated = one().settings("'daily_limit':1")
                .track("02 12:00", "u1", "cart")
                .track("02 13:00", "u2", "cart")
                .track("02 12:30", "u3", "cart")
                .until("02 14:00");

        assertThat(simulated.waiting()).containsExactly("u2 m 04 00:00", "u3 m 03 00:00");
    }

    @Test
    void aSendRateLetsSoManyGoPerDuration() {
        SimulatedCampaign simulated = one().settings("'send_rate':{'max':2,'per':'10s'}")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .track("02 12:00:04", "u4", "cart")
                .track("02 12:00:05", "u5", "cart")
                .until("02 14:00");

        assertThat(simulated.messages())
                .containsExactly(
                        "02 12:00 u1 m", "02 12:00 u2 m", "02 12:00:10 u3 m", "02 12:00:10 u4 m", "02 12:00:20 u5 m");
    }

    @Test
    void consentAndExitsAreJudgedWhenTheSlotIsGrantedAndAnUnusedSlotGoesToTheNext() {
        SimulatedCampaign simulated = campaign(ON_CART, send("m", ""), "t -> m")
                .settings("'daily_limit':1,'exit_conditions':[{'on':'event','event':'order'}]")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .track("02 12:00", "u4", "cart")
                .track("02 13:00", "u2", "order")
                .act("02 13:00", "unsubscribe", "'contact':'u3'")
                .until("03 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m", "03 00:00 u4 m");
        assertThat(simulated.skipped()).containsExactly("03 00:00 u3 m unsubscribed");
        assertThat(simulated.exits())
                .containsExactly(
                        "02 12:00 u1 completed",
                        "02 13:00 u2 exit_condition",
                        "03 00:00 u3 completed",
                        "03 00:00 u4 completed");
    }

    @Test
    void aSlotInQuietHoursIsLeftToOthersAndAskedForAgain() {
        SimulatedCampaign simulated = one().settings("'re_entry':'every_event','daily_limit':1," + NIGHT)
                .identify("01 01:00", "ny", "'timezone':'America/New_York'")
                .track("02 12:00", "u1", "cart")
                .track("02 14:00", "u2", "cart")
                .track("02 15:00", "ny", "cart")
                .until("06 12:00");

        // At midnight UTC it is 19:00 in New York: u2 is first in line but sleeps until 08:00, by when the day's slot
        // is used.
        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m", "03 00:00 ny m", "04 08:00 u2 m");
    }

    @Test
    void aGoalCountsOnceWithinItsTimeAfterAMessage() {
        SimulatedCampaign simulated = one().settings("'goal':{'event':'order','within':'1d'}")
                .track("02 12:00", "u1", "cart")
                .track("03 12:00", "u1", "order")
                .track("03 12:00", "u1", "order")
                .track("02 12:00", "u2", "cart")
                .track("03 12:00:00.001", "u2", "order")
                .track("02 11:00", "u3", "order")
                .track("02 12:00", "u3", "cart")
                .until("06 12:00");

        assertThat(simulated.conversions()).containsExactly("03 12:00 u1");
    }

    @Test
    void aGoalEndsTheRunOnlyIfAsked() {
        String stays = "'goal':{'event':'order','within':'1d'}";
        String ends = "'goal':{'event':'order','within':'1d','exit':true}";
        for (String goal : new String[] {stays, ends}) {
            SimulatedCampaign simulated = campaign(
                            ON_CART,
                            send("m", ""),
                            "{'id':'d','type':'delay','duration':'2h'}",
                            send("l", ""),
                            "t -> m -> d -> l")
                    .settings(goal)
                    .track("02 12:00", "u1", "cart")
                    .track("02 13:00", "u1", "order")
                    .until("06 12:00");

            assertThat(simulated.conversions()).containsExactly("02 13:00 u1");
            assertThat(simulated.exits())
                    .containsExactly(goal.equals(ends) ? "02 13:00 u1 goal" : "02 14:00 u1 completed");
        }
    }

    @Test
    void withoutAMessageThereIsNoGoalButHoldOutsCountFromEntry() {
        SimulatedCampaign simulated = one().settings(
                        "'goal':{'event':'order','within':'1d'},'hold_out':{'percent':30,'salt':'hold-1'}")
                .act("02 11:00", "unsubscribe", "'contact':'u1'")
                .track("02 12:00", "u1", "cart")
                .track("02 13:00", "u1", "order")
                .track("02 12:00", "u2", "cart")
                .track("02 13:00", "u2", "order")
                .until("06 12:00");

        assertThat(simulated.conversions()).containsExactly("02 13:00 u2");
    }

    @Test
    void aLateGoalCountsByWhenItHappened() {
        SimulatedCampaign simulated = one().settings("'goal':{'event':'order','within':'1d'}")
                .track("02 12:00", "u1", "cart")
                .event("{'type':'track','userId':'u1','event':'order','timestamp':'2026-03-02T13:00:00Z',"
                        + "'receivedAt':'2026-03-04T13:00:00Z'}")
                .until("06 12:00");

        assertThat(simulated.conversions()).containsExactly("04 13:00 u1");
    }

    @Test
    void aTestGoesToTheAddressAndTouchesNothing() {
        SimulatedCampaign simulated = one().settings("'frequency_cap':{'max':1,'window':'1d'}")
                .act("02 11:00", "test", "'node':'m','to':'me@example.com'")
                .act("02 11:00", "test", "'node':'t','to':'me@example.com'")
                .identify("02 10:00", "u9", "'email':'gone@example.com'")
                .act("02 10:30", "unsubscribe", "'contact':'u9'")
                .act("02 11:30", "test", "'node':'m','to':'gone@example.com'")
                .track("02 12:00", "u1", "cart")
                .until("03 12:00");

        assertThat(simulated.messages()).containsExactly("02 11:00  m", "02 12:00 u1 m");
        assertThat(simulated.answer().at("/messages/0/test").asBoolean()).isTrue();
        assertThat(simulated.answer().at("/messages/0/to").asText()).isEqualTo("me@example.com");
        assertThat(simulated.answer().at("/messages/0").has("contact")).isFalse();
        assertThat(simulated.refusals()).containsExactly("02 11:00 test", "02 11:30 test");
        assertThat(simulated.entries()).containsExactly("02 12:00 u1");
    }
}
