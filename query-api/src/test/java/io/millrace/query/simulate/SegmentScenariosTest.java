package io.millrace.query.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whole scenarios, their outcomes worked out by hand. */
class SegmentScenariosTest {

    private static final String THREE_LOGINS =
            "{'active':{'operator':'AND','conditions':[{'field':'events.login','op':'count_gte','value':3,'window':'7d'}]}}";

    @Test
    void aContactEntersByTheThirdLoginAndLeavesWhenTheOldestIsAWeekOld() {
        Simulated simulated = Simulated.of(
                "{'segments':" + THREE_LOGINS + ",'events':["
                        + login("u1", "2026-03-02T12:00:00Z") + "," + login("u1", "2026-03-03T12:00:00Z") + ","
                        + login("u1", "2026-03-04T12:00:00Z")
                        + "],'checkpoints':['2026-03-09T11:59:59.999Z','2026-03-09T12:00:00Z'],'until':'2026-03-12T00:00:00Z'}");

        assertThat(simulated.transitions())
                .containsExactly("03-04T12:00:00 u1 +active event", "03-09T12:00:00 u1 -active expiry");
        assertThat(simulated.members("2026-03-09T11:59:59.999Z", "active")).containsExactly("u1");
        assertThat(simulated.members("2026-03-09T12:00:00Z", "active")).isEmpty();
    }

    @Test
    void aRenewalAtTheVeryExpiryDoesNotFlap() {
        Simulated simulated = Simulated.of("{'segments':" + THREE_LOGINS + ",'events':["
                + login("u1", "2026-03-02T12:00:00Z") + "," + login("u1", "2026-03-03T12:00:00Z") + ","
                + login("u1", "2026-03-04T12:00:00Z") + "," + login("u1", "2026-03-09T12:00:00Z")
                + "],'until':'2026-03-09T23:00:00Z'}");

        assertThat(simulated.transitions()).containsExactly("03-04T12:00:00 u1 +active event");
    }

    @Test
    void aClientsClockIsCorrectedAndTheEventTakesEffectAsItArrives() {
        Simulated simulated = Simulated.of("{'segments':{'seen':{'field':'events.login','op':'count_gte','value':1,"
                + "'window':'1h'}},'events':[{'type':'track','userId':'u1','event':'login',"
                + "'timestamp':'2026-03-02T12:00:00Z','sentAt':'2026-03-02T12:00:02Z',"
                + "'receivedAt':'2026-03-02T15:00:03Z'}],'until':'2026-03-03T00:00:00Z'}");

        assertThat(simulated.transitions())
                .containsExactly("03-02T15:00:03 u1 +seen event", "03-02T16:00:01 u1 -seen expiry");
    }

    @Test
    void aLateEventWithdrawsAMembership() {
        Simulated simulated = Simulated.of("{'segments':{'left':{'field':'events.cart','op':'not_followed_by',"
                + "'value':'order','within':'30m'}},'events':["
                + "{'type':'track','userId':'u1','event':'cart','timestamp':'2026-03-02T12:00:00Z'},"
                + "{'type':'track','userId':'u1','event':'order','timestamp':'2026-03-02T12:10:00Z',"
                + "'receivedAt':'2026-03-02T12:40:00Z'}],'until':'2026-03-03T00:00:00Z'}");

        assertThat(simulated.transitions())
                .containsExactly("03-02T12:30:00 u1 +left expiry", "03-02T12:40:00 u1 -left late_event");
    }

    @Test
    void copiesChangeNothingWithinADay() {
        Simulated simulated = Simulated.of("{'segments':{'two':{'field':'events.a','op':'count_gte','value':2}},"
                + "'events':[" + track("u1", "a", "2026-03-02T12:00:00Z", "m1") + ","
                + track("u1", "a", "2026-03-03T11:59:59.999Z", "m1") + ","
                + track("u1", "a", "2026-03-03T12:00:00Z", "m1") + "],'until':'2026-03-04T00:00:00Z'}");

        assertThat(simulated.transitions()).containsExactly("03-03T12:00:00 u1 +two event");
    }

    @Test
    void equalTimesAreNoCopies() {
        Simulated simulated = Simulated.of("{'segments':{'two':{'field':'events.a','op':'count_eq','value':2}},"
                + "'events':[" + track("u1", "a", "2026-03-02T12:00:00Z", "m1") + ","
                + track("u1", "a", "2026-03-02T12:00:00Z", "m2") + "]}");

        assertThat(simulated.transitions()).containsExactly("03-02T12:00:00 u1 +two event");
    }

    @Test
    void anAnonymousPastJoinsTheKnownContact() {
        Simulated simulated = Simulated.of("{'segments':{'two':{'field':'events.a','op':'count_gte','value':2},"
                + "'any':{'operator':'AND','conditions':[]}},'events':["
                + "{'type':'track','anonymousId':'x','event':'a','timestamp':'2026-03-02T12:00:00Z'},"
                + track("u1", "a", "2026-03-02T13:00:00Z", "m1") + ","
                + "{'type':'identify','userId':'u1','anonymousId':'x','timestamp':'2026-03-02T14:00:00Z'}],"
                + "'checkpoints':['2026-03-02T14:00:00Z']}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-02T12:00:00 x +any event",
                        "03-02T13:00:00 u1 +any event",
                        "03-02T14:00:00 u1 +two merge",
                        "03-02T14:00:00 x -any merge");
        assertThat(simulated.members("2026-03-02T14:00:00Z", "any")).containsExactly("u1");
    }

    @Test
    void twoKnownContactsAreNotMergedByASharedAnonymousId() {
        Simulated simulated =
                Simulated.of("{'segments':{'a':{'field':'events.a','op':'count_gte','value':1}},'events':["
                        + "{'type':'identify','userId':'u1','anonymousId':'x','timestamp':'2026-03-02T12:00:00Z'},"
                        + "{'type':'identify','userId':'u2','anonymousId':'x','timestamp':'2026-03-02T13:00:00Z'},"
                        + "{'type':'track','anonymousId':'x','event':'a','timestamp':'2026-03-02T14:00:00Z'}]}");

        assertThat(simulated.transitions()).containsExactly("03-02T14:00:00 u2 +a event");
    }

    @Test
    void aMergeKeepsTheTargetsValuesAndTheSourcesIdStaysItsAlias() {
        Simulated simulated = Simulated.of("{'segments':{'red':{'field':'traits.colour','op':'eq','value':'red'},"
                + "'city':{'field':'traits.city','op':'eq','value':'Rome'},"
                + "'one':{'field':'events.a','op':'count_gte','value':1}},'actions':["
                + "{'at':'2026-03-02T10:00:00Z','do':'update','contact':'u1','traits':{'colour':'red'}},"
                + "{'at':'2026-03-02T11:00:00Z','do':'update','contact':'dup','traits':{'colour':'blue','city':'Rome'}},"
                + "{'at':'2026-03-02T12:00:00Z','do':'merge','source':'dup','target':'u1'},"
                + "{'at':'2026-03-02T14:00:00Z','do':'merge','source':'dup','target':'u1'}],'events':["
                + track("dup", "a", "2026-03-02T13:00:00Z", "m1") + "]}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-02T10:00:00 u1 +red event",
                        "03-02T11:00:00 dup +city event",
                        "03-02T12:00:00 dup -city merge",
                        "03-02T12:00:00 u1 +city merge",
                        "03-02T13:00:00 u1 +one event");
        assertThat(simulated.answer().path("refused")).hasSize(1);
        assertThat(simulated.answer().path("refused").get(0).path("do").asText())
                .isEqualTo("merge");
    }

    @Test
    void whomAMergeNamesFirstEntersByTheMerge() {
        Simulated simulated = Simulated.of("{'segments':{'any':{'operator':'AND','conditions':[]},"
                + "'one':{'field':'events.a','op':'count_gte','value':1}},'events':["
                + track("u1", "a", "2026-03-02T10:00:00Z", "m1") + "],'actions':["
                + "{'at':'2026-03-02T11:00:00Z','do':'merge','source':'u1','target':'new'},"
                + "{'at':'2026-03-02T12:00:00Z','do':'merge','source':'ghost','target':'other'}]}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-02T10:00:00 u1 +any event",
                        "03-02T10:00:00 u1 +one event",
                        "03-02T11:00:00 new +any merge",
                        "03-02T11:00:00 new +one merge",
                        "03-02T11:00:00 u1 -any merge",
                        "03-02T11:00:00 u1 -one merge",
                        "03-02T12:00:00 other +any merge");
    }

    @Test
    void whatFallsDueAsASegmentIsMadeBelongsToItsMaking() {
        Simulated simulated = Simulated.of("{'events':[" + track("u1", "cart", "2026-03-02T10:00:00Z", "m1")
                + "],'actions':[{'at':'2026-03-02T11:00:00Z','do':'create','segment':'left','rules':"
                + "{'field':'events.cart','op':'not_followed_by','value':'order','within':'1h'}}]}");

        assertThat(simulated.transitions()).containsExactly("03-02T11:00:00 u1 +left edit");
    }

    @Test
    void anEventCountsAtTheVeryInstantAtWhichASegmentIsMade() {
        Simulated simulated = Simulated.of("{'events':[" + track("u1", "open", "2026-03-02T10:00:00Z", "m1") + ","
                + track("u1", "open", "2026-03-02T16:00:00Z", "m2") + "],'actions':[{'at':'2026-03-02T16:00:00Z',"
                + "'do':'create','segment':'away','rules':{'field':'events.open','op':'last_older_than','value':'6h'}}],"
                + "'until':'2026-03-02T23:00:00Z'}");

        assertThat(simulated.transitions()).containsExactly("03-02T22:00:00 u1 +away expiry");
    }

    @Test
    void theFirstMembersOfAHandKeptSegmentMakeNoEventLate() {
        Simulated simulated = Simulated.of("{'segments':{'vip':{'type':'static','members':['u7']},"
                + "'none':{'field':'events.a','op':'count_eq','value':0}},'events':[{'type':'track','userId':'u7',"
                + "'event':'a','timestamp':'2026-03-02T12:00:00Z','sentAt':'2026-03-02T12:00:02Z',"
                + "'receivedAt':'2026-03-02T12:00:03Z'}]}");

        assertThat(simulated.transitions()).containsExactly("03-02T12:00:03 u7 -none event");
    }

    @Test
    void theDeletionOfNobodyTakesNoNameAway() {
        Simulated simulated = Simulated.of("{'segments':{'any':{'operator':'AND','conditions':[]}},'events':["
                + "{'type':'track','anonymousId':'x','event':'a','timestamp':'2026-03-02T11:00:00Z'}],'actions':["
                + "{'at':'2026-03-02T10:00:00Z','do':'delete','contact':'x'},"
                + "{'at':'2026-03-02T12:00:00Z','do':'delete','contact':'x'}]}");

        assertThat(simulated.transitions())
                .containsExactly("03-02T11:00:00 x +any event", "03-02T12:00:00 x -any delete");
    }

    @Test
    void aDeletedContactLeavesEverythingAndItsIdBeginsAnew() {
        Simulated simulated = Simulated.of("{'segments':{'two':{'field':'events.a','op':'count_gte','value':2},"
                + "'any':{'operator':'AND','conditions':[]}},'events':["
                + track("u1", "a", "2026-03-02T10:00:00Z", "m1") + "," + track("u1", "a", "2026-03-02T11:00:00Z", "m2")
                + "," + track("u1", "a", "2026-03-02T13:00:00Z", "m3")
                + "],'actions':[{'at':'2026-03-02T12:00:00Z','do':'delete','contact':'u1'}]}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-02T10:00:00 u1 +any event",
                        "03-02T11:00:00 u1 +two event",
                        "03-02T12:00:00 u1 -any delete",
                        "03-02T12:00:00 u1 -two delete",
                        "03-02T13:00:00 u1 +any event");
    }

    @Test
    void aSegmentOfLaterIsRightForThePastAtOnceAndAgesOutOnTime() {
        Simulated simulated = Simulated.of("{'events':[" + login("u1", "2026-03-02T12:00:00Z") + ","
                + login("u1", "2026-03-03T12:00:00Z") + "," + login("u2", "2026-03-03T12:00:00Z") + ","
                + login("u1", "2026-03-04T12:00:00Z") + "],'actions':["
                + "{'at':'2026-03-04T12:00:00Z','do':'create','segment':'s',"
                + "'rules':{'field':'events.login','op':'count_gte','value':2,'window':'7d'}},"
                + "{'at':'2026-03-05T00:00:00Z','do':'edit','segment':'s',"
                + "'rules':{'field':'events.login','op':'count_gte','value':1,'window':'7d'}},"
                + "{'at':'2026-03-06T00:00:00Z','do':'edit','segment':'s',"
                + "'rules':{'field':'events.login','op':'count_gte','value':3,'window':'7d'}}"
                + "],'until':'2026-03-12T00:00:00Z'}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-04T12:00:00 u1 +s edit",
                        "03-05T00:00:00 u2 +s edit",
                        "03-06T00:00:00 u2 -s edit",
                        "03-09T12:00:00 u1 -s expiry");
    }

    @Test
    void handKeptSegmentsAreKeptAndNamedByRules() {
        Simulated simulated = Simulated.of("{'segments':{'vip':{'type':'static','members':['u7']},"
                + "'other':{'field':'segments','op':'not_in','value':'vip'}},'actions':["
                + "{'at':'2026-03-02T10:00:00Z','do':'add_members','segment':'vip','contacts':['u1','u2']},"
                + "{'at':'2026-03-02T11:00:00Z','do':'remove_members','segment':'vip','contacts':['u1']},"
                + "{'at':'2026-03-02T12:00:00Z','do':'set_members','segment':'vip','contacts':['u1']},"
                + "{'at':'2026-03-02T13:00:00Z','do':'add_members','segment':'other','contacts':['u1']}],"
                + "'checkpoints':['2026-03-02T09:00:00Z','2026-03-02T10:30:00Z']}");

        assertThat(simulated.members("2026-03-02T09:00:00Z", "vip")).containsExactly("u7");
        assertThat(simulated.members("2026-03-02T10:30:00Z", "vip")).containsExactly("u1", "u2", "u7");
        assertThat(simulated.transitions())
                .containsExactly(
                        "03-02T10:00:00 u1 +vip event",
                        "03-02T10:00:00 u2 +vip event",
                        "03-02T11:00:00 u1 +other event",
                        "03-02T11:00:00 u1 -vip event",
                        "03-02T12:00:00 u1 -other event",
                        "03-02T12:00:00 u1 +vip event",
                        "03-02T12:00:00 u2 +other event",
                        "03-02T12:00:00 u2 -vip event",
                        "03-02T12:00:00 u7 +other event",
                        "03-02T12:00:00 u7 -vip event");
        assertThat(simulated.answer().path("refused")).hasSize(1);
    }

    @Test
    void subscriptionsFollowTheGroupsDefault() {
        Simulated simulated = Simulated.of("{'subscription_groups':{'news':{'default':'subscribed'}},'segments':{"
                + "'news':{'field':'subscriptions.news','op':'eq','value':'subscribed'},"
                + "'left':{'field':'subscriptions.news','op':'eq','value':'unsubscribed'},"
                + "'offers':{'field':'subscriptions.offers','op':'eq','value':'subscribed'}},'actions':["
                + "{'at':'2026-03-02T10:00:00Z','do':'update','contact':'u1','traits':{}},"
                + "{'at':'2026-03-02T11:00:00Z','do':'subscribe','contact':'u1','group':'offers'},"
                + "{'at':'2026-03-02T12:00:00Z','do':'unsubscribe','contact':'u1'},"
                + "{'at':'2026-03-02T13:00:00Z','do':'subscribe','contact':'u1','group':'news'}]}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-02T10:00:00 u1 +news event",
                        "03-02T11:00:00 u1 +offers event",
                        "03-02T12:00:00 u1 +left event",
                        "03-02T12:00:00 u1 -news event",
                        "03-02T12:00:00 u1 -offers event",
                        "03-02T13:00:00 u1 -left event",
                        "03-02T13:00:00 u1 +news event");
    }

    @Test
    void whatTheApiWouldRefuseChangesNothing() {
        Simulated simulated = Simulated.of("{'segments':{'a':{'operator':'AND','conditions':[]},"
                + "'b':{'field':'segments','op':'in','value':'a'}},'actions':["
                + "{'at':'2026-03-02T10:00:00Z','do':'create','segment':'a','rules':{'operator':'OR','conditions':[]}},"
                + "{'at':'2026-03-02T11:00:00Z','do':'edit','segment':'a','rules':{'field':'segments','op':'in','value':'b'}},"
                + "{'at':'2026-03-02T12:00:00Z','do':'edit','segment':'c','rules':{'operator':'OR','conditions':[]}},"
                + "{'at':'2026-03-02T13:00:00Z','do':'merge','source':'u1','target':'u1'}]}");

        assertThat(simulated.transitions()).isEmpty();
        assertThat(simulated.answer().path("refused"))
                .extracting(refusal -> refusal.path("do").asText())
                .containsExactly("create", "edit", "edit", "merge");
        assertThat(simulated.answer().path("refused").get(1).path("reason").asText())
                .contains("a → b → a");
    }

    @Test
    void todayIsTheContactsDayAlsoOn23Hours() {
        Simulated simulated = Simulated.of("{'timezone':'Europe/Berlin','segments':{'today':{'field':'events.a',"
                + "'op':'count_gte','value':1,'window':'today'}},'events':["
                + "{'type':'identify','userId':'u2','traits':{'timezone':'America/New_York'},"
                + "'timestamp':'2026-03-28T20:00:00Z'},"
                + track("u1", "a", "2026-03-29T00:30:00Z", "m1") + "," + track("u2", "a", "2026-03-29T00:30:00Z", "m2")
                + "],'until':'2026-03-31T00:00:00Z'}");

        assertThat(simulated.transitions())
                .containsExactly(
                        "03-29T00:30:00 u1 +today event",
                        "03-29T00:30:00 u2 +today event",
                        "03-29T04:00:00 u2 -today expiry",
                        "03-29T22:00:00 u1 -today expiry");
    }

    @Test
    void aTraitIsHeldSinceItsLastChange() {
        Simulated simulated =
                Simulated.of("{'segments':{'stuck':{'field':'traits.stage','op':'held_gte','value':'setup',"
                        + "'for':'7d'}},'events':["
                        + identify("u1", "{'stage':'setup'}", "2026-03-02T12:00:00Z") + ","
                        + identify("u1", "{'stage':'setup'}", "2026-03-04T12:00:00Z") + ","
                        + identify("u1", "{'stage':'done'}", "2026-03-10T12:00:00Z")
                        + "],'until':'2026-03-20T00:00:00Z'}");

        assertThat(simulated.transitions())
                .containsExactly("03-09T12:00:00 u1 +stuck expiry", "03-10T12:00:00 u1 -stuck event");
    }

    @Test
    void everyFaultIsNamedWithItsPlace() {
        assertThat(Simulated.refused(
                        "{'timezone':'Mars','colour':1,'segments':{'a/b':{'field':'events.x','op':'count_gte'}},"
                                + "'events':[{'type':'track','userId':'u1','timestamp':'2026-03-02'},{'type':'walk','userId':'u1',"
                                + "'timestamp':'2026-03-02'}],'actions':[{'at':'noon','do':'delete','contact':'u1'},"
                                + "{'at':'2026-03-02','do':'dance'}],'checkpoints':[5]}"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactlyInAnyOrder(
                        "/timezone",
                        "/colour",
                        "/segments/a~1b/value",
                        "/events/0/event",
                        "/events/1/type",
                        "/actions/0/at",
                        "/actions/1/do",
                        "/checkpoints/0");
    }

    @Test
    void aCycleIsRefusedAndNamed() {
        assertThat(Simulated.refused("{'segments':{'a':{'field':'segments','op':'in','value':'b'},"
                        + "'b':{'field':'segments','op':'in','value':'a'}}}"))
                .singleElement()
                .asString()
                .startsWith("/segments | \"a → b → a\" | ");
    }

    private static String login(String user, String at) {
        return "{'type':'track','userId':'" + user + "','event':'login','timestamp':'" + at + "'}";
    }

    private static String track(String user, String event, String at, String messageId) {
        return "{'type':'track','userId':'" + user + "','event':'" + event + "','timestamp':'" + at + "','messageId':'"
                + messageId + "'}";
    }

    private static String identify(String user, String traits, String at) {
        return "{'type':'identify','userId':'" + user + "','traits':" + traits + ",'timestamp':'" + at + "'}";
    }
}
