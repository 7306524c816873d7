package io.millrace.core.rule;

import static io.millrace.core.rule.Rules.json;
import static io.millrace.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.EventPattern.PropertyTest;
import io.millrace.core.rule.ValueTest.Compare;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RuleParserTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final TimeScope ALL_TIME = new TimeScope.AllTime();

    @Test
    void groupsNest() {
        assertThat(rule("{'operator':'AND','conditions':[]}")).isEqualTo(new Rule.And(List.of()));
        assertThat(rule("{'operator':'OR','conditions':[{'operator':'NOT','conditions':["
                        + "{'field':'tags','op':'contains','value':'vip'}]},{'operator':'AND','conditions':[]}]}"))
                .isEqualTo(new Rule.Or(List.of(new Rule.Not(new Rule.Tag("vip", true)), new Rule.And(List.of()))));
    }

    @Test
    void traitsTakeEveryTestOfAValue() {
        assertTrait("'traits.address.city','op':'eq','value':'Rome'", "address.city", compare(Comparison.EQ, "'Rome'"));
        assertTrait("'traits.a','op':'neq','value':false", "a", compare(Comparison.NEQ, "false"));
        assertTrait("'traits.a','op':'gt','value':1.50", "a", compare(Comparison.GT, "1.5"));
        assertTrait("'traits.a','op':'gte','value':100", "a", compare(Comparison.GTE, "100"));
        assertTrait("'traits.a','op':'lt','value':'2025-01-01'", "a", compare(Comparison.LT, "'2025-01-01'"));
        assertTrait("'traits.a','op':'lte','value':-1e2", "a", compare(Comparison.LTE, "-100"));
        assertTrait("'traits.a','op':'contains','value':'blue'", "a", new ValueTest.Contains(json("'blue'"), false));
        assertTrait("'traits.a','op':'not_contains','value':7", "a", new ValueTest.Contains(json("7"), true));
        assertTrait(
                "'traits.a','op':'in','value':['growth',1,true]",
                "a",
                new ValueTest.In(List.of(json("'growth'"), json("1"), json("true")), false));
        assertTrait("'traits.a','op':'not_in','value':['x']", "a", new ValueTest.In(List.of(json("'x'")), true));
        assertTrait("'traits.a','op':'exists'", "a", new ValueTest.Exists(false));
        assertTrait("'traits.a','op':'not_exists'", "a", new ValueTest.Exists(true));
        assertTrait(
                "'traits.a','op':'within_last','value':'30d'",
                "a",
                new ValueTest.DateWindow(ValueTest.DateWindow.Kind.WITHIN_LAST, 30 * DAY));
        assertTrait(
                "'traits.a','op':'within_next','value':'2h'",
                "a",
                new ValueTest.DateWindow(ValueTest.DateWindow.Kind.WITHIN_NEXT, 2 * HOUR));
        assertTrait(
                "'traits.a','op':'older_than','value':'1ms'",
                "a",
                new ValueTest.DateWindow(ValueTest.DateWindow.Kind.OLDER_THAN, 1));
        assertTrait(
                "'traits.stage','op':'held_gte','value':'setup','for':'7d'",
                "stage",
                new ValueTest.Held(json("'setup'"), true, 7 * DAY));
        assertTrait(
                "'traits.stage','op':'held_lt','value':3,'for':'1w'",
                "stage",
                new ValueTest.Held(json("3"), false, 7 * DAY));
    }

    @Test
    void whatElseAContactHas() {
        assertThat(rule("{'field':'tags','op':'not_contains','value':'vip'}")).isEqualTo(new Rule.Tag("vip", false));
        assertThat(rule("{'field':'scores.lead.v2','op':'gt','value':'50'}"))
                .isEqualTo(new Rule.Score("lead.v2", compare(Comparison.GT, "50")));
        assertThat(rule("{'field':'segments','op':'in','value':'active'}")).isEqualTo(new Rule.Segment("active", true));
        assertThat(rule("{'field':'segments','op':'not_in','value':'a'}")).isEqualTo(new Rule.Segment("a", false));
        assertThat(rule("{'field':'segments','op':'in','value':['a','b']}"))
                .isEqualTo(new Rule.Or(List.of(new Rule.Segment("a", true), new Rule.Segment("b", true))));
        assertThat(rule("{'field':'segments','op':'not_in','value':['a','b']}"))
                .isEqualTo(new Rule.And(List.of(new Rule.Segment("a", false), new Rule.Segment("b", false))));
        assertThat(rule("{'field':'subscriptions.news','op':'eq','value':'unsubscribed'}"))
                .isEqualTo(new Rule.Subscription("news", false));
        assertThat(rule("{'field':'bucket','op':'lt','value':12.5,'salt':'exp-1'}"))
                .isEqualTo(new Rule.Bucket(12.5, "exp-1"));
    }

    @Test
    void eventsAreCounted() {
        assertThat(rule("{'field':'events.login','op':'count_gte','value':3,'window':'7d'}"))
                .isEqualTo(new Rule.Events(
                        EventPattern.named("login"),
                        new TimeScope.Sliding(7 * DAY),
                        new EventTest.Count(Comparison.GTE, 3)));
        assertThat(rule("{'field':'events.video_*','op':'count_eq','value':0,'window':'today'}"))
                .isEqualTo(new Rule.Events(
                        EventPattern.named("video_*"), new TimeScope.Today(), new EventTest.Count(Comparison.EQ, 0)));
        assertThat(rule("{'field':'events.*','op':'count_lt','value':'2'}"))
                .isEqualTo(new Rule.Events(EventPattern.named("*"), ALL_TIME, new EventTest.Count(Comparison.LT, 2)));
        assertThat(rule("{'field':'events.order.paid','op':'count_gt','value':1,"
                        + "'where':[{'field':'properties.item.kind','op':'eq','value':'x'}],"
                        + "'since':'2026-03-01T00:00:00Z','until':1775001600}"))
                .isEqualTo(new Rule.Events(
                        new EventPattern(
                                "order.paid",
                                List.of(new PropertyTest(Path.of("item.kind"), compare(Comparison.EQ, "'x'")))),
                        new TimeScope.Between(1_772_323_200_000L, 1_775_001_600_000L),
                        new EventTest.Count(Comparison.GT, 1)));
    }

    @Test
    void eventsAreAggregated() {
        for (EventTest.Aggregate.Function function : EventTest.Aggregate.Function.values()) {
            for (String comparison : List.of("gte", "lte", "eq", "gt", "lt")) {
                String op = function.name().toLowerCase(Locale.ROOT) + "_" + comparison;
                assertThat(rule("{'field':'events.order','op':'" + op + "','property':'total.net','value':10.50}"))
                        .isEqualTo(new Rule.Events(
                                EventPattern.named("order"),
                                ALL_TIME,
                                new EventTest.Aggregate(
                                        function,
                                        Path.of("total.net"),
                                        Comparison.valueOf(comparison.toUpperCase(Locale.ROOT)),
                                        new BigDecimal("10.5"))));
            }
        }
    }

    @Test
    void eventsHaveAgesAndOrder() {
        assertTest("'op':'first_within_last','value':'7d'", new EventTest.Age(EventTest.Age.Edge.FIRST, true, 7 * DAY));
        assertTest("'op':'first_older_than','value':'7d'", new EventTest.Age(EventTest.Age.Edge.FIRST, false, 7 * DAY));
        assertTest("'op':'last_within_last','value':'3d'", new EventTest.Age(EventTest.Age.Edge.LAST, true, 3 * DAY));
        assertTest("'op':'last_older_than','value':'3d'", new EventTest.Age(EventTest.Age.Edge.LAST, false, 3 * DAY));
        assertTest(
                "'op':'last_where','value':[{'field':'properties.cohort','op':'eq','value':'gold'}]",
                new EventTest.LastWhere(
                        List.of(new PropertyTest(Path.of("cohort"), compare(Comparison.EQ, "'gold'")))));
        assertTest(
                "'op':'not_followed_by','value':'order','within':'30m'",
                new EventTest.NotFollowedBy(EventPattern.named("order"), HOUR / 2));
        assertTest(
                "'op':'not_followed_by','within':'30m',"
                        + "'value':{'event':'order','where':[{'field':'properties.k','op':'exists'}]}",
                new EventTest.NotFollowedBy(
                        new EventPattern("order", List.of(new PropertyTest(Path.of("k"), new ValueTest.Exists(false)))),
                        HOUR / 2));
        assertThat(rule("{'field':'sequence','op':'completed','value':[{'event':'A'},{'event':'B','where':[]}],"
                        + "'within':'1h'}"))
                .isEqualTo(new Rule.Sequence(List.of(EventPattern.named("A"), EventPattern.named("B")), HOUR));
    }

    @Test
    void aFieldThatIsNullIsNotThere() {
        assertTest("'op':'count_gte','value':1,'window':null,'where':null", new EventTest.Count(Comparison.GTE, 1));
    }

    private static void assertTrait(String leaf, String path, ValueTest test) {
        assertThat(rule("{'field':" + leaf + "}")).isEqualTo(new Rule.Trait(Path.of(path), test));
    }

    private static void assertTest(String rest, EventTest test) {
        assertThat(rule("{'field':'events.e'," + rest + "}"))
                .isEqualTo(new Rule.Events(EventPattern.named("e"), ALL_TIME, test));
    }

    private static Compare compare(Comparison comparison, String value) {
        JsonNode node = json(value);
        return new Compare(comparison, node);
    }
}
