package io.millrace.query.simulate;

import static io.millrace.query.simulate.SimulatedCampaign.campaign;
import static io.millrace.query.simulate.SimulatedCampaign.instant;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.simulate.SimulatedCampaign.Builder;
import org.junit.jupiter.api.Test;

/** What each node of a campaign does; outcomes worked out by hand. Berlin is an hour ahead of UTC until 29 March, then two. */
class CampaignNodesTest {

    private static final String ON_CART = "{'id':'t','type':'trigger','on':'event','event':'cart'}";
    private static final String PUSH = push("m");
    private static final String BERLIN = "'timezone':'Europe/Berlin'";

    private static String push(String id) {
        return "{'id':'" + id + "','type':'send','channel':'push','template':'tmpl_" + id + "'}";
    }

    /** From the cart through one node to a message. */
    private static Builder through(String node) {
        return campaign(ON_CART, node, PUSH, "t -> n -> m");
    }

    private static String wait(String what) {
        return "{'id':'n','type':'wait'," + what + "}";
    }

    private static Builder waiting(String what) {
        return campaign(ON_CART, wait(what), push("met"), push("late"), "t -> n -met> met", "n -timeout> late");
    }

    private static Builder conditional(String rules) {
        return campaign(
                ON_CART,
                "{'id':'n','type':'condition','rules':" + rules + "}",
                push("yes"),
                push("no"),
                "t -> n -yes> yes",
                "n -no> no");
    }

    @Test
    void delaysAreMeasuredFromTheStepBefore() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'d','type':'delay','duration':'1d'}",
                        "{'id':'e','type':'delay','duration':'90m'}",
                        PUSH,
                        push("l"),
                        "t -> d -> m -> e -> l")
                .with(BERLIN)
                .track("28 12:00", "u1", "cart")
                .until("31 12:00");

        // A day is 24 hours, on the day of 23 hours too.
        assertThat(simulated.messages()).containsExactly("29 12:00 u1 m", "29 13:30 u1 l");
    }

    @Test
    void aLocalTimeIsTheNextOneStrictlyAfterNow() {
        SimulatedCampaign simulated = through("{'id':'n','type':'delay_until_time','time':'09:00'}")
                .with(BERLIN)
                .track("02 07:59", "u1", "cart")
                .track("02 08:00", "u2", "cart")
                .track("28 08:00", "u3", "cart")
                .identify("02 01:00", "u4", "'timezone':'America/New_York'")
                .track("02 08:00", "u4", "cart")
                .until("30 12:00");

        // New York is five hours behind UTC until 8 March.
        assertThat(simulated.messages())
                .containsExactly("02 08:00 u1 m", "02 14:00 u4 m", "03 08:00 u2 m", "29 07:00 u3 m");
    }

    @Test
    void aWeekdayIsThatOfTheContactsZone() {
        // 2 March 2026 is a Monday.
        SimulatedCampaign simulated = through(
                        "{'id':'n','type':'delay_until_time','time':'00:30','weekdays':['thursday','sunday']}")
                .with(BERLIN)
                .track("02 12:00", "u1", "cart")
                .track("04 23:30", "u2", "cart")
                .until("09 12:00");

        assertThat(simulated.messages()).containsExactly("04 23:30 u1 m", "07 23:30 u2 m");
    }

    @Test
    void aLocalTimeThatIsSkippedIsAsMuchLater() {
        SimulatedCampaign simulated = through("{'id':'n','type':'delay_until_time','time':'02:30'}")
                .with(BERLIN)
                .track("28 12:00", "u1", "cart")
                .until("30 12:00");

        assertThat(simulated.messages()).containsExactly("29 01:30 u1 m");
    }

    @Test
    void aDateIsWaitedForWithItsOffset() {
        SimulatedCampaign simulated = through(
                        "{'id':'n','type':'delay_until_date','field':'traits.trial_ends','offset':'-1d'}")
                .identify("02 01:00", "u1", "'trial_ends':'2026-03-10'")
                .identify("02 01:00", "u2", "'trial_ends':1773144000")
                .identify("02 01:00", "u3", "'trial_ends':'2026-03-03T11:59:59Z'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .track("02 12:00", "u4", "cart")
                .until("30 12:00");

        // 1773144000 is 2026-03-10T12:00:00Z. Past and absent dates pass at once.
        assertThat(simulated.messages())
                .containsExactly("02 12:00 u3 m", "02 12:00 u4 m", "09 00:00 u1 m", "09 12:00 u2 m");
    }

    @Test
    void withoutADateAheadARunMayEnd() {
        SimulatedCampaign simulated = through(
                        "{'id':'n','type':'delay_until_date','field':'trigger.properties.on','if_past':'exit'}")
                .track("02 12:00", "u1", "cart", "'on':'2026-03-02T11:00:00Z'")
                .track("02 12:00", "u2", "cart", "'on':'2026-03-02T13:00:00Z'")
                .track("02 12:00", "u3", "cart")
                .until("30 12:00");

        assertThat(simulated.messages()).containsExactly("02 13:00 u2 m");
        assertThat(simulated.exits())
                .containsExactly("02 12:00 u1 completed", "02 12:00 u3 completed", "02 13:00 u2 completed");
    }

    @Test
    void aRuleThatHoldsPassesAtOnceAndOneThatComesTrueWhenItDoes() {
        SimulatedCampaign simulated = waiting("'rules':{'field':'traits.plan','op':'eq','value':'pro'},'timeout':'1d'")
                .identify("02 11:00", "u1", "'plan':'pro'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .identify("02 15:00", "u2", "'plan':'pro'")
                .track("02 12:00", "u3", "cart")
                .identify("03 12:00", "u3", "'plan':'pro'")
                .track("02 12:00", "u4", "cart")
                .identify("03 12:00:00.001", "u4", "'plan':'pro'")
                .until("05 12:00");

        assertThat(simulated.messages())
                .containsExactly("02 12:00 u1 met", "02 15:00 u2 met", "03 12:00 u3 met", "03 12:00 u4 late");
    }

    @Test
    void aRuleMayComeTrueByTimeAlone() {
        SimulatedCampaign simulated = waiting(
                        "'rules':{'field':'events.cart','op':'count_eq','value':0,'window':'3h'},'timeout':'1d'")
                .track("02 12:00", "u1", "cart")
                .track("02 13:00", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 16:00 u1 met");
    }

    @Test
    void aRuleMayWaitForASegment() {
        SimulatedCampaign simulated = waiting("'rules':{'field':'segments','op':'in','value':'vip'},'timeout':'1d'")
                .with("'segments':{'vip':{'type':'static','members':[]}}")
                .track("02 12:00", "u1", "cart")
                .act("02 14:00", "add_members", "'segment':'vip','contacts':['u1']")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 14:00 u1 met");
    }

    @Test
    void aRuleAboutTheTriggersPropertiesComesTrueByTimeAlone() {
        SimulatedCampaign simulated = waiting(
                        "'rules':{'field':'trigger.properties.due','op':'within_next','value':'2h'},'timeout':'1d'")
                .settings("'re_entry':'every_event'")
                .track("02 12:00", "u1", "cart", "'due':'2026-03-02T18:00:00Z'")
                .track("02 12:00", "u1", "cart", "'due':'2026-03-05T18:00:00Z'")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 16:00 u1 met", "03 12:00 u1 late");
    }

    @Test
    void anEventIsSeenWhileItIsWaitedForAndAtTheVeryTimeout() {
        SimulatedCampaign simulated = waiting("'event':'order','timeout':'1h'")
                .track("02 11:59", "u1", "order")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:30", "u2", "order")
                .track("02 12:00", "u3", "cart")
                .track("02 13:00", "u3", "order")
                .track("02 12:00", "u4", "cart")
                .track("02 13:00:00.001", "u4", "order")
                .until("05 12:00");

        assertThat(simulated.messages())
                .containsExactly("02 12:30 u2 met", "02 13:00 u1 late", "02 13:00 u3 met", "02 13:00 u4 late");
    }

    @Test
    void theEventThatStartsARunIsNotOneItWaitsFor() {
        SimulatedCampaign simulated = waiting("'event':'cart','timeout':'1h'")
                .track("02 12:00", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 13:00 u1 late");
    }

    @Test
    void oneEventMeetsOneWaitOfARun() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        wait("'event':'order'"),
                        "{'id':'o','type':'wait','event':'order'}",
                        PUSH,
                        "t -> n -met> o -met> m")
                .track("02 12:00", "u1", "cart")
                .track("02 13:00", "u1", "order")
                .track("02 14:00", "u1", "order")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 14:00 u1 m");
    }

    @Test
    void anEventOfAnotherKeyIsNotTheOneThatIsWaitedFor() {
        SimulatedCampaign simulated = waiting(
                        "'event':'order','where':[{'field':'properties.paid','op':'eq','value':true}],'same_key':true,"
                                + "'timeout':'1h'")
                .settings("'re_entry':{'per_key':'cart_id'}")
                .track("02 12:00", "u1", "cart", "'cart_id':1")
                .track("02 12:10", "u1", "cart", "'cart_id':2")
                .track("02 12:20", "u1", "order", "'cart_id':1,'paid':false")
                .track("02 12:30", "u1", "order", "'cart_id':'2','paid':true")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:30 u1 met", "02 13:00 u1 late");
    }

    @Test
    void whoWaitsWithoutATimeoutWaitsOn() {
        SimulatedCampaign simulated = campaign(ON_CART, wait("'event':'order'"), PUSH, "t -> n -met> m")
                .track("02 12:00", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.waiting()).containsExactly("u1 n null");
    }

    @Test
    void aConditionSeesWhatStandsNow() {
        SimulatedCampaign simulated = conditional("{'operator':'AND','conditions':["
                        + "{'field':'traits.plan','op':'eq','value':'pro'},"
                        + "{'field':'trigger.properties.total','op':'gt','value':10}]}")
                .identify("02 11:00", "u1", "'plan':'pro'")
                .identify("02 11:00", "u2", "'plan':'pro'")
                .track("02 12:00", "u1", "cart", "'total':11")
                .track("02 12:00", "u2", "cart", "'total':10")
                .track("02 12:00", "u3", "cart", "'total':11")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 yes", "02 12:00 u2 no", "02 12:00 u3 no");
    }

    @Test
    void aConditionSeesThatAWindowEndsAtThisVeryInstant() {
        SimulatedCampaign simulated = conditional("{'field':'segments','op':'in','value':'active'}")
                .with("'segments':{'active':{'field':'events.login','op':'count_gte','value':1,'window':'1d'}}")
                .track("02 12:00", "u1", "login")
                .track("03 12:00", "u1", "cart")
                .track("02 12:00:00.001", "u2", "login")
                .track("03 12:00", "u2", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("03 12:00 u1 no", "03 12:00 u2 yes");
    }

    @Test
    void bucketsAgainstCumulatedWeights() {
        // First 8 bytes of md5(name + "s"), over 2^64, times 100: u1 88.1, u2 17.1, u3 46.5, u4 3.6.
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'n','type':'split','salt':'s','variants':[{'name':'a','weight':24},{'name':'b','weight':50},{'name':'c','weight':26}]}",
                        push("a"),
                        push("b"),
                        push("c"),
                        "t -> n -a> a",
                        "n -b> b",
                        "n -c> c")
                .settings("'re_entry':'every_event'")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .track("02 12:00", "u3", "cart")
                .track("02 12:00", "u4", "cart")
                .track("03 12:00", "u4", "cart")
                .until("05 12:00");

        assertThat(simulated.messages())
                .containsExactly("02 12:00 u1 c", "02 12:00 u2 a", "02 12:00 u3 b", "02 12:00 u4 a", "03 12:00 u4 a");
    }

    @Test
    void actionsOnTheContactAreVisibleToWhatComesNext() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'f','type':'set_field','field':'plan','value':'pro'}",
                        "{'id':'a','type':'add_tag','tag':'seen'}",
                        "{'id':'r','type':'remove_tag','tag':'new'}",
                        "{'id':'s','type':'update_score','score':'lead','add':5}",
                        "{'id':'h','type':'webhook','url':'https://example.com/hook'}",
                        "{'id':'i','type':'notify_inbox','text':'A lead'}",
                        "{'id':'n','type':'condition','rules':{'operator':'AND','conditions':["
                                + "{'field':'traits.plan','op':'eq','value':'pro'},{'field':'tags','op':'contains','value':'seen'},"
                                + "{'field':'tags','op':'not_contains','value':'new'},{'field':'scores.lead','op':'eq','value':12}]}}",
                        push("yes"),
                        "t -> f -> a -> r -> s -> h -> i -> n -yes> yes")
                .act("02 11:00", "update", "'contact':'u1','tags':['new'],'scores':{'lead':7}")
                .track("02 12:00", "u1", "cart")
                .track("02 12:00", "u2", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 yes");
        assertThat(simulated.exits()).containsExactly("02 12:00 u1 completed", "02 12:00 u2 completed");
    }

    @Test
    void whatARunChangesMovesSegmentsAndTheyStartAndEndRuns() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'s','type':'trigger','on':'segment_entry','segment':'hot'}",
                        "{'id':'d','type':'delay','duration':'1h'}",
                        "{'id':'a','type':'add_tag','tag':'hot'}",
                        "{'id':'e','type':'delay','duration':'1d'}",
                        PUSH,
                        "t -> d -> a",
                        "s -> m -> e")
                .settings("'re_entry':'every_event','exit_conditions':[{'on':'segment_entry','segment':'gone'}]")
                .with("'segments':{'hot':{'field':'tags','op':'contains','value':'hot'},"
                        + "'gone':{'field':'traits.gone','op':'exists'}}")
                .track("02 12:00", "u1", "cart")
                .identify("02 20:00", "u1", "'gone':true")
                .until("05 12:00");

        assertThat(simulated.entries()).containsExactly("02 12:00 u1", "02 13:00 u1");
        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m");
        assertThat(simulated.exits()).containsExactly("02 13:00 u1 completed", "02 20:00 u1 exit_condition");
    }

    @Test
    void aLoopVisitsItsNodesAgainUnderAnotherSendId() {
        SimulatedCampaign simulated = campaign(
                        ON_CART,
                        "{'id':'d','type':'delay','duration':'1d'}",
                        "{'id':'n','type':'condition','rules':{'field':'events.order','op':'count_eq','value':0}}",
                        PUSH,
                        "t -> m -> d -> n -yes> m")
                .track("02 12:00", "u1", "cart")
                .track("04 11:00", "u1", "order")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 m", "03 12:00 u1 m");
        assertThat(simulated.exits()).containsExactly("04 12:00 u1 completed");
        assertThat(simulated.answer().at("/messages/0/send_id"))
                .isNotEqualTo(simulated.answer().at("/messages/1/send_id"));
    }

    @Test
    void anEditChangesTheWayOfThoseWhoEnterAfterIt() {
        Builder later = campaign(ON_CART, "{'id':'n','type':'delay','duration':'3h'}", push("new"), "t -> n -> new");
        SimulatedCampaign simulated = through("{'id':'n','type':'delay','duration':'1h'}")
                .track("02 12:00", "u1", "cart")
                .act("02 12:30", "edit", "'campaign':" + later.graph())
                .track("02 12:30", "u2", "cart")
                .track("02 12:40", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 13:00 u1 m", "02 15:30 u2 new");
    }

    @Test
    void rulesOfAnEditAreRightForTheWholePast() {
        Builder later = conditional("{'field':'events.login','op':'count_gte','value':2}");
        SimulatedCampaign simulated = through("{'id':'n','type':'delay','duration':'1h'}")
                .track("01 12:00", "u1", "login")
                .track("02 11:00", "u1", "login")
                .act("02 12:30", "edit", "'campaign':" + later.graph())
                .track("02 12:40", "u1", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:40 u1 yes");
    }

    @Test
    void anEventAndWhatItChangesComeBeforeActionsOfTheSameInstant() {
        SimulatedCampaign simulated = conditional("{'field':'traits.plan','op':'eq','value':'pro'}")
                .track("02 12:00", "u1", "cart")
                .act("02 12:00", "update", "'contact':'u1','traits':{'plan':'pro'}")
                .event("{'type':'identify','userId':'u2','traits':{'plan':'pro'},'timestamp':'" + instant("02 12:00")
                        + "'}")
                .track("02 12:00", "u2", "cart")
                .until("05 12:00");

        assertThat(simulated.messages()).containsExactly("02 12:00 u1 no", "02 12:00 u2 yes");
    }
}
