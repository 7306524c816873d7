package io.millrace.core.campaign;

import static io.millrace.core.campaign.Campaigns.campaign;
import static io.millrace.core.campaign.Campaigns.json;
import static io.millrace.core.campaign.Campaigns.node;
import static io.millrace.core.campaign.Campaigns.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CampaignParserTest {

    private static final Rule VIP = new Rule.Tag("vip", true);
    private static final String VIP_TEXT = "{'field':'tags','op':'contains','value':'vip'}";
    private static final EventPattern.PropertyTest BLUE =
            new EventPattern.PropertyTest(Path.of("color"), new ValueTest.Compare(Comparison.EQ, json("'blue'")));
    private static final String BLUE_TEXT = "[{'field':'properties.color','op':'eq','value':'blue'}]";

    @Test
    void triggers() {
        assertThat(node("{'id':'n','type':'trigger','on':'event','event':'cart','where':" + BLUE_TEXT + ",'rules':"
                        + VIP_TEXT + "}"))
                .isEqualTo(new Node.Trigger("n", new TriggerOn.Event(new EventPattern("cart", List.of(BLUE))), VIP));
        assertThat(node("{'id':'n','type':'trigger','on':'segment_entry','segment':'s'}"))
                .isEqualTo(new Node.Trigger("n", new TriggerOn.SegmentEntry("s"), null));
        assertThat(node("{'id':'n','type':'trigger','on':'segment_exit','segment':'s'}"))
                .isEqualTo(new Node.Trigger("n", new TriggerOn.SegmentExit("s"), null));
        assertThat(node("{'id':'n','type':'trigger','on':'manual'}"))
                .isEqualTo(new Node.Trigger("n", new TriggerOn.Manual(), null));
        assertThat(node("{'id':'n','type':'trigger','on':'scheduled','segment':'s'}"))
                .isEqualTo(new Node.Trigger("n", new TriggerOn.Scheduled(null, "s", null), null));
    }

    @Test
    void aScheduleWithoutAnOffsetIsLocalTime() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ScheduledAt local = scheduled("2026-07-01T09:00");
        assertThat(local).isEqualTo(new ScheduledAt.Local(LocalDateTime.of(2026, 7, 1, 9, 0)));
        assertThat(local.instant(berlin)).isEqualTo(Instant.parse("2026-07-01T07:00:00Z"));
        ScheduledAt fixed = scheduled("2026-07-01T09:00:00.250+01:00");
        assertThat(fixed).isEqualTo(new ScheduledAt.Fixed(Instant.parse("2026-07-01T08:00:00.250Z")));
        assertThat(fixed.local(berlin)).isEqualTo(LocalDateTime.of(2026, 7, 1, 10, 0, 0, 250_000_000));
        assertThat(scheduled("2026-07-01")).isEqualTo(new ScheduledAt.Local(LocalDateTime.of(2026, 7, 1, 0, 0)));
        assertThat(scheduled("2026-07-01 09:00Z"))
                .isEqualTo(new ScheduledAt.Fixed(Instant.parse("2026-07-01T09:00:00Z")));
    }

    /** Clocks go from 2 to 3 on 29 March 2026: half past two is half past three. */
    @Test
    void aLocalTimeThatIsLeftOutIsLater() {
        assertThat(scheduled("2026-03-29T02:30").instant(ZoneId.of("Europe/Berlin")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void messages() {
        assertThat(node("{'id':'n','type':'send','channel':'email','template':'t'}"))
                .isEqualTo(new Node.Send("n", Channel.EMAIL, "t", null, null, null, false));
        assertThat(node("{'id':'n','type':'send','channel':'onsite','content':'c','group':'g','transactional':true}"))
                .isEqualTo(new Node.Send("n", Channel.ONSITE, null, null, "c", "g", true));
        assertThat(node("{'id':'n','type':'send','channel':'email','subject':'s','content':'c'}"))
                .isEqualTo(new Node.Send("n", Channel.EMAIL, null, "s", "c", null, false));
    }

    @Test
    void actions() {
        assertThat(node("{'id':'n','type':'set_field','field':'traits.a.b','value':1.50}"))
                .isEqualTo(new Node.SetField("n", Path.of("a.b"), json("1.5")))
                .isEqualTo(node("{'id':'n','type':'set_field','field':'a.b','value':1.5}"));
        assertThat(node("{'id':'n','type':'set_field','field':'a','value':null}"))
                .isEqualTo(new Node.SetField("n", Path.of("a"), json("null")));
        assertThat(node("{'id':'n','type':'add_tag','tag':'x'}")).isEqualTo(new Node.AddTag("n", "x"));
        assertThat(node("{'id':'n','type':'remove_tag','tag':'x'}")).isEqualTo(new Node.RemoveTag("n", "x"));
        assertThat(node("{'id':'n','type':'update_score','score':'lead','add':-2.50}"))
                .isEqualTo(new Node.UpdateScore("n", "lead", Node.UpdateScore.How.ADD, new BigDecimal("-2.5")));
        assertThat(node("{'id':'n','type':'update_score','score':'lead','set':100}"))
                .isEqualTo(new Node.UpdateScore("n", "lead", Node.UpdateScore.How.SET, new BigDecimal("100")));
        assertThat(node("{'id':'n','type':'webhook','url':'http://example.com/{{ id }}'}"))
                .isEqualTo(new Node.Webhook("n", "http://example.com/{{ id }}"));
        assertThat(node("{'id':'n','type':'notify_inbox','text':'call'}")).isEqualTo(new Node.NotifyInbox("n", "call"));
        assertThat(node("{'id':'n','type':'exit'}")).isEqualTo(new Node.Exit("n"));
    }

    @Test
    void delays() {
        assertThat(node("{'id':'n','type':'delay','duration':'90m'}"))
                .isEqualTo(new Node.Delay("n", new Elapsed("90m", 5_400_000)));
        assertThat(node("{'id':'n','type':'delay_until_time','time':'09:00','weekdays':['sunday','monday']}"))
                .isEqualTo(
                        new Node.DelayUntilTime("n", LocalTime.of(9, 0), Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY)));
        assertThat(node("{'id':'n','type':'delay_until_time','time':'23:59:59'}"))
                .isEqualTo(new Node.DelayUntilTime("n", LocalTime.of(23, 59, 59), Set.of()));
        assertThat(node("{'id':'n','type':'delay_until_date','field':'trigger.properties.starts.at'}"))
                .isEqualTo(new Node.DelayUntilDate(
                        "n",
                        new DateField(DateField.Source.TRIGGER_PROPERTY, Path.of("starts.at")),
                        Elapsed.of("0s"),
                        Node.DelayUntilDate.IfPast.CONTINUE));
        assertThat(node("{'id':'n','type':'delay_until_date','field':'traits.d','offset':'-2d','if_past':'exit'}"))
                .isEqualTo(new Node.DelayUntilDate(
                        "n",
                        new DateField(DateField.Source.TRAIT, Path.of("d")),
                        new Elapsed("-2d", -172_800_000),
                        Node.DelayUntilDate.IfPast.EXIT));
    }

    @Test
    void waits() {
        Node rule = node("{'id':'n','type':'wait','rules':" + VIP_TEXT + ",'timeout':'2d'}");
        assertThat(rule).isEqualTo(new Node.Wait("n", new WaitFor.Holds(VIP), Elapsed.of("2d")));
        assertThat(rule.branches()).containsExactly("met", "timeout");
        Node event = node("{'id':'n','type':'wait','event':'e','where':" + BLUE_TEXT + "}");
        EventMatch match = new EventMatch(new EventPattern("e", List.of(BLUE)), false);
        assertThat(event).isEqualTo(new Node.Wait("n", new WaitFor.Event(match), null));
        assertThat(event.branches()).containsExactly("met");
    }

    @Test
    void branches() {
        Node condition =
                node("{'id':'n','type':'condition','rules':{'field':'trigger.properties.a.b','op':'gt','value':5}}");
        assertThat(condition)
                .isEqualTo(new Node.Condition(
                        "n",
                        new Rule.TriggerProperty(Path.of("a.b"), new ValueTest.Compare(Comparison.GT, json("5")))));
        assertThat(condition.branches()).containsExactly("yes", "no");
        Node split = node(
                "{'id':'n','type':'split','variants':[{'name':'b','weight':99.5},{'name':'a','weight':0.50}],'salt':'s'}");
        assertThat(split)
                .isEqualTo(new Node.Split(
                        "n",
                        List.of(
                                new Node.Split.Variant("b", new BigDecimal("99.5")),
                                new Node.Split.Variant("a", new BigDecimal("0.5"))),
                        "s"));
        assertThat(split.branches()).containsExactly("b", "a");
    }

    @Test
    void nothingSetIsTheDefault() {
        assertThat(settings("{}")).isEqualTo(CampaignSettings.DEFAULT);
        assertThat(settings("{'re_entry':'never','max_event_age':'72h','track_opens':true,'exit_conditions':[]}"))
                .isEqualTo(CampaignSettings.DEFAULT);
        assertThat(CampaignSettings.DEFAULT.maxEventAge().millis()).isEqualTo(72 * 3_600_000L);
        assertThat(CampaignJson.settings(CampaignSettings.DEFAULT)).isEmpty();
    }

    @Test
    void everySetting() {
        assertThat(settings("{'re_entry':{'per_key':'cart.id'},"
                        + "'exit_conditions':[{'on':'event','event':'e','same_key':true},"
                        + "{'on':'segment_entry','segment':'a'},{'on':'segment_exit','segment':'b'}],"
                        + "'goal':{'event':'g','where':" + BLUE_TEXT + ",'within':'3d','exit':true},"
                        + "'quiet_hours':{'start':'22:00','end':'08:30','mode':'drop'},"
                        + "'frequency_cap':{'max':3,'window':'7d'},'daily_limit':50,"
                        + "'send_rate':{'max':1,'per':'1s'},'hold_out':{'percent':30.0,'salt':'h'},"
                        + "'max_event_age':'1h','start_at':'2026-02-01','end_at':'2026-03-01T00:00:00.000Z',"
                        + "'track_opens':false}"))
                .isEqualTo(new CampaignSettings(
                        new ReEntry.PerKey(Path.of("cart.id")),
                        List.of(
                                new ExitCondition.OnEvent(new EventMatch(EventPattern.named("e"), true)),
                                new ExitCondition.OnSegment("a", true),
                                new ExitCondition.OnSegment("b", false)),
                        new CampaignSettings.Goal(new EventPattern("g", List.of(BLUE)), Elapsed.of("3d"), true),
                        new CampaignSettings.QuietHours(
                                LocalTime.of(22, 0), LocalTime.of(8, 30), CampaignSettings.QuietHours.Mode.DROP),
                        new CampaignSettings.FrequencyCap(3, Elapsed.of("7d")),
                        50,
                        new CampaignSettings.SendRate(1, Elapsed.of("1s")),
                        new CampaignSettings.HoldOut(new BigDecimal("30"), "h"),
                        Elapsed.of("1h"),
                        Instant.parse("2026-02-01T00:00:00Z"),
                        Instant.parse("2026-03-01T00:00:00Z"),
                        false));
    }

    @Test
    void reEntries() {
        assertThat(settings("{'re_entry':'after_exit'}").reEntry()).isEqualTo(new ReEntry.AfterExit());
        assertThat(settings("{'re_entry':'every_event'}").reEntry()).isEqualTo(new ReEntry.EveryEvent());
        assertThat(settings("{'re_entry':{'cooldown':'7d'}}").reEntry())
                .isEqualTo(new ReEntry.Cooldown(Elapsed.of("7d")));
    }

    @Test
    void aCapThatIsANumberIsForADay() {
        assertThat(settings("{'frequencyCap':3}").frequencyCap())
                .isEqualTo(new CampaignSettings.FrequencyCap(3, Elapsed.of("24h")));
        assertThat(settings("{'frequency_cap':3}")).isEqualTo(settings("{'frequencyCap':3}"));
        assertThat(settings("{'quietHours':{'start':'22:00','end':'08:00'}}"))
                .isEqualTo(settings("{'quiet_hours':{'start':'22:00','end':'08:00','mode':'hold'}}"));
    }

    @Test
    void aDurationIsReadAgainAsItWasWritten() {
        assertThat(node("{'id':'n','type':'delay','duration':'24h'}"))
                .isNotEqualTo(node("{'id':'n','type':'delay','duration':'1d'}"));
        assertThat(CampaignJson.node(node("{'id':'n','type':'delay','duration':'024h'}"))
                        .path("duration"))
                .isEqualTo(json("'024h'"));
    }

    @Test
    void waysLeadFromNodeToNode() {
        CampaignGraph graph = campaign("{'nodes':[{'id':'t','type':'trigger','on':'manual'},"
                        + "{'id':'c','type':'condition','rules':" + VIP_TEXT + "},{'id':'x','type':'exit'}],"
                        + "'edges':[{'from':'t','to':'c'},{'from':'c','to':'x','when':'no'}]}")
                .graph();
        assertThat(graph.triggers()).extracting(Node::id).containsExactly("t");
        assertThat(graph.nodes()).extracting(Node::id).containsExactly("t", "c", "x");
        assertThat(graph.next("t")).isEqualTo(graph.node("c"));
        assertThat(graph.next("c", "no")).contains(new Node.Exit("x"));
        assertThat(graph.next("c", "yes")).isEmpty();
        assertThat(graph.next("x")).isEmpty();
        assertThat(graph.node("y")).isEqualTo(Optional.empty());
    }

    @Test
    void aGraphThatIsPutTogetherByHandCannotBeWrongEither() {
        Node exit = new Node.Exit("x");
        Node delay = new Node.Delay("d", Elapsed.of("1h"));
        assertRefused(List.of(exit, exit), List.of(), "two nodes have the id x");
        assertRefused(List.of(exit, delay), List.of(Edge.of("x", "d")), "node x has no way out null");
        assertRefused(List.of(delay), List.of(Edge.of("d", "x")), "there is no node x");
        assertRefused(List.of(delay), List.of(Edge.of("x", "d")), "there is no node x");
        assertRefused(
                List.of(delay, exit), List.of(Edge.of("d", "x"), Edge.of("d", "d")), "two edges for one way: Edge");
    }

    private static void assertRefused(List<Node> nodes, List<Edge> edges, String message) {
        assertThatThrownBy(() -> new CampaignGraph(nodes, edges))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static ScheduledAt scheduled(String at) {
        Node.Trigger trigger =
                (Node.Trigger) node("{'id':'n','type':'trigger','on':'scheduled','segment':'s','at':'" + at + "'}");
        return Optional.ofNullable(((TriggerOn.Scheduled) trigger.on()).at()).orElseThrow();
    }
}
