package io.millrace.core.rule;

import static io.millrace.core.rule.Rules.faults;
import static io.millrace.core.rule.Rules.json;
import static io.millrace.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFaultsTest {

    private static final String VIP = "{'field':'tags','op':'contains','value':'vip'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // What a rule is.
                "7 | '' wrong_type",
                "[] | '' wrong_type",
                "{} | '' invalid",
                "{'conditions':[]} | /operator required",
                "{'operator':'AND'} | /conditions required",
                "{'operator':'XOR','conditions':[]} | /operator invalid",
                "{'operator':'and','conditions':[]} | /operator invalid",
                "{'operator':'AND','conditions':{}} | /conditions wrong_type",
                "{'operator':'AND','conditions':[],'name':'x'} | /name unknown_field",
                "{'operator':'NOT','conditions':[]} | /conditions invalid",
                "{'operator':'AND','conditions':[7]} | /conditions/0 wrong_type",
                "{'op':'eq','value':1} | /field required",
                // Fields.
                "{'field':7,'op':'eq','value':1} | /field wrong_type",
                "{'field':'','op':'eq','value':1} | /field invalid",
                "{'field':'trait.a','op':'eq','value':1} | /field invalid",
                "{'field':'traits','op':'eq','value':1} | /field invalid",
                "{'field':'traits.','op':'eq','value':1} | /field invalid",
                "{'field':'traits.a..b','op':'eq','value':1} | /field invalid",
                "{'field':'tags.vip','op':'contains','value':'x'} | /field invalid",
                "{'field':'events','op':'count_gte','value':1} | /field invalid",
                "{'field':'subscriptions','op':'eq','value':'subscribed'} | /field invalid",
                // Operators.
                "{'field':'traits.a','value':1} | /op required",
                "{'field':'traits.a','op':5,'value':1} | /op wrong_type",
                "{'field':'traits.a','op':'count_gte','value':1} | /op invalid",
                "{'field':'traits.a','op':'EQ','value':1} | /op invalid",
                "{'field':'tags','op':'eq','value':'vip'} | /op invalid",
                "{'field':'scores.a','op':'contains','value':1} | /op invalid",
                "{'field':'segments','op':'eq','value':'a'} | /op invalid",
                "{'field':'subscriptions.n','op':'neq','value':'subscribed'} | /op invalid",
                "{'field':'events.a','op':'eq','value':1} | /op invalid",
                "{'field':'events.a','op':'count_neq','value':1} | /op invalid",
                "{'field':'events.a','op':'median_gte','property':'p','value':1} | /op invalid",
                "{'field':'sequence','op':'done','value':[{'event':'a'},{'event':'b'}],'within':'1h'} | /op invalid",
                "{'field':'bucket','op':'gt','value':5,'salt':'s'} | /op invalid",
                // Values.
                "{'field':'traits.a','op':'eq'} | /value required",
                "{'field':'traits.a','op':'eq','value':null} | /value required",
                "{'field':'traits.a','op':'eq','value':[1]} | /value wrong_type",
                "{'field':'traits.a','op':'eq','value':{}} | /value wrong_type",
                "{'field':'traits.a','op':'gt','value':1e999999999} | /value out_of_range",
                "{'field':'traits.a','op':'contains','value':''} | /value invalid",
                "{'field':'traits.a','op':'in','value':'x'} | /value wrong_type",
                "{'field':'traits.a','op':'in','value':['x',['y']]} | /value/1 wrong_type",
                "{'field':'traits.a','op':'exists','value':true} | /value unknown_field",
                "{'field':'traits.a','op':'within_last','value':30} | /value wrong_type",
                "{'field':'traits.a','op':'within_last','value':'30 days'} | /value invalid",
                "{'field':'traits.a','op':'within_last','value':'0d'} | /value invalid",
                "{'field':'traits.a','op':'within_last','value':'-1d'} | /value invalid",
                "{'field':'traits.a','op':'within_last','value':'999999d'} | /value invalid",
                "{'field':'traits.a','op':'within_last','value':'99999999999999999999d'} | /value invalid",
                "{'field':'traits.a','op':'held_gte','value':1} | /for required",
                "{'field':'traits.a','op':'eq','value':1,'for':'1d'} | /for unknown_field",
                "{'field':'traits.a','op':'eq','value':1,'window':'1d'} | /window unknown_field",
                "{'field':'traits.a','op':'eq','value':1,'a/b~c':2} | /a~1b~0c unknown_field",
                "{'field':'tags','op':'contains','value':7} | /value wrong_type",
                "{'field':'tags','op':'contains','value':''} | /value invalid",
                "{'field':'scores.a','op':'gt','value':'high'} | /value wrong_type",
                "{'field':'segments','op':'in','value':['a','']} | /value/1 invalid",
                "{'field':'segments','op':'in','value':7} | /value wrong_type",
                "{'field':'subscriptions.n','op':'eq','value':'joined'} | /value invalid",
                "{'field':'bucket','op':'lt','value':101,'salt':'s'} | /value out_of_range",
                "{'field':'bucket','op':'lt','value':-1,'salt':'s'} | /value out_of_range",
                "{'field':'bucket','op':'lt','value':50} | /salt required",
                // Events.
                "{'field':'events.a','op':'count_gte'} | /value required",
                "{'field':'events.a','op':'count_gte','value':-1} | /value out_of_range",
                "{'field':'events.a','op':'count_gte','value':1.5} | /value invalid",
                "{'field':'events.a','op':'count_gte','value':'many'} | /value wrong_type",
                "{'field':'events.a','op':'count_gte','value':10001,'window':'1d'} | /value out_of_range",
                "{'field':'events.a','op':'count_gte','value':10001,'window':'today'} | /value out_of_range",
                "{'field':'events.a','op':'count_gte','value':1e300} | /value out_of_range",
                "{'field':'events.a','op':'count_gte','value':1,'property':'p'} | /property unknown_field",
                "{'field':'events.a','op':'count_gte','value':1,'within':'1d'} | /within unknown_field",
                "{'field':'events.a','op':'sum_gte','value':1} | /property required",
                "{'field':'events.a','op':'sum_gte','property':'a..b','value':1} | /property invalid",
                "{'field':'events.a','op':'sum_gte','property':'p'} | /value required",
                "{'field':'events.a','op':'sum_gte','property':'p','value':'x'} | /value wrong_type",
                "{'field':'events.a','op':'first_within_last','value':7} | /value wrong_type",
                "{'field':'events.a','op':'last_where','value':'x'} | /value wrong_type",
                "{'field':'events.a','op':'not_followed_by','value':'b'} | /within required",
                "{'field':'events.a','op':'not_followed_by','value':7,'within':'1h'} | /value wrong_type",
                "{'field':'events.a','op':'not_followed_by','value':{'name':'b'},'within':'1h'}"
                        + " | /value/event required, /value/name unknown_field",
                "{'field':'events.a','op':'count_gte','value':1,'window':'tomorrow'} | /window invalid",
                "{'field':'events.a','op':'count_gte','value':1,'window':7} | /window wrong_type",
                "{'field':'events.a','op':'count_gte','value':1,'window':'7d','since':'2026-01-01'} | /window invalid",
                "{'field':'events.a','op':'count_gte','value':1,'since':'yesterday'} | /since invalid",
                "{'field':'events.a','op':'count_gte','value':1,'since':true} | /since wrong_type",
                "{'field':'events.a','op':'count_gte','value':1,'since':'2026-02-01','until':'2026-02-01'}"
                        + " | /until invalid",
                "{'field':'events.a','op':'count_gte','value':1,'where':{}} | /where wrong_type",
                "{'field':'events.a','op':'count_gte','value':1,'where':[7]} | /where/0 wrong_type",
                "{'field':'events.a','op':'count_gte','value':1,'where':[{'field':'amount','op':'gt','value':1}]}"
                        + " | /where/0/field invalid",
                "{'field':'events.a','op':'count_gte','value':1,'where':[{'field':'properties.a','op':'within_last',"
                        + "'value':'1d'}]} | /where/0/op invalid",
                "{'field':'events.a','op':'count_gte','value':1,'where':[{'field':'properties.a','op':'eq','value':1,"
                        + "'x':1}]} | /where/0/x unknown_field",
                "{'field':'sequence','op':'completed','value':[{'event':'a'}],'within':'1h'} | /value out_of_range",
                "{'field':'sequence','op':'completed','value':[{'event':'a'},'b'],'within':'1h'} | /value/1 wrong_type",
                "{'field':'sequence','op':'completed','value':[{'event':'a'},{'event':''}],'within':'1h'}"
                        + " | /value/1/event invalid",
                "{'field':'sequence','op':'completed','value':[{'event':'a'},{'event':'b'}]} | /within required",
                "{'field':'sequence','op':'completed','value':[{'event':'a'},{'event':'b'}],'within':'1h',"
                        + "'window':'1d'} | /window unknown_field",
            })
    void eachFaultIsNamedWhereItStands(String rule, String expected) {
        List<String> wanted = List.of(expected.replace("'", "").trim().split(", "));
        assertThat(faults(rule))
                .extracting(fault -> (fault.pointer().substring("/rules".length()) + " " + fault.reason()).trim())
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void aFaultSaysWhatWasFoundAndWhatIsExpected() {
        assertThat(faults("{'field':'subscriptions.n','op':'eq','value':'joined'}"))
                .containsExactly(
                        new RuleFault("/rules/value", "invalid", json("'joined'"), "subscribed or unsubscribed"));
        assertThat(faults("{'field':'traits.a','op':'exists','valve':1}"))
                .containsExactly(new RuleFault("/rules/valve", "unknown_field", json("1"), "only field, op"));
    }

    @Test
    void allFaultsAreTold() {
        assertThat(faults("{'operator':'AND','conditions':[{'field':'tags','op':'is','value':7},"
                        + "{'field':'events.e','op':'count_gte','window':'x','until':'y','nonsense':1}]}"))
                .extracting(RuleFault::pointer)
                .containsExactlyInAnyOrder(
                        "/rules/conditions/0/op",
                        "/rules/conditions/0/value",
                        "/rules/conditions/1/window",
                        "/rules/conditions/1/value",
                        "/rules/conditions/1/nonsense");
    }

    @Test
    void groupsAreBoundedInDepth() {
        assertThat(rule(nested(10))).isInstanceOf(Rule.Not.class);
        assertThat(faults(nested(11)))
                .extracting(RuleFault::pointer, RuleFault::reason)
                .containsExactly(tuple("/rules" + "/conditions/0".repeat(10), "too_large"));
    }

    @Test
    void conditionsAreBoundedInNumber() {
        assertThat(rule(all(200))).isInstanceOf(Rule.And.class);
        assertThat(faults(all(201)))
                .extracting(RuleFault::pointer, RuleFault::reason)
                .containsExactly(tuple("/rules/conditions/200", "too_large"));
        String where = "{'field':'events.e','op':'count_gte','value':1,'where':["
                + String.join(",", Collections.nCopies(200, "{'field':'properties.a','op':'exists'}")) + "]}";
        assertThat(faults(where)).extracting(RuleFault::reason).containsExactly("too_large");
    }

    @Test
    void listsAndTextsAreBounded() {
        String values = String.join(",", Collections.nCopies(1_001, "1"));
        assertThat(faults("{'field':'traits.a','op':'in','value':[" + values + "]}"))
                .extracting(RuleFault::reason)
                .containsExactly("too_large");
        assertThat(faults("{'field':'segments','op':'in','value':["
                        + String.join(",", Collections.nCopies(1_001, "'a'")) + "]}"))
                .extracting(RuleFault::reason)
                .containsExactly("too_large");
        assertThat(faults("{'field':'traits.a','op':'eq','value':'" + "x".repeat(70_000) + "'}"))
                .extracting(RuleFault::pointer, RuleFault::reason)
                .containsExactly(tuple("/rules", "too_large"));
    }

    @Test
    @Timeout(10)
    void hostileTextsCostLittle() {
        JsonNode deep = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 20_000; i++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode().put("operator", "NOT");
            outer.putArray("conditions").add(deep);
            deep = outer;
        }
        long start = System.nanoTime();
        assertThat(new RuleParser(RuleLimits.DEFAULT).parse(deep, "")).isInstanceOf(RuleParser.Parsed.Invalid.class);
        assertThat(new RuleParser(new RuleLimits(200, 10, 10_000_000, 1_000, 10_000)).parse(deep, ""))
                .isInstanceOf(RuleParser.Parsed.Invalid.class);
        ObjectNode many = JsonNodeFactory.instance.objectNode().put("operator", "AND");
        for (int i = 0; i < 6_000; i++) {
            many.put("f" + i, i);
        }
        assertThat(((RuleParser.Parsed.Invalid) new RuleParser(RuleLimits.DEFAULT).parse(many, "")).faults())
                .hasSizeLessThanOrEqualTo(100);
        assertThat(faults("{'field':'scores.a','op':'gt','value':'1e999999999'}"))
                .hasSize(1);
        assertThat(faults("{'field':'bucket','op':'lt','value':1e-999999999,'salt':'s'}"))
                .hasSize(1);
        assertThat(faults("{'field':'events.e','op':'count_gte','value':1e999999999}"))
                .hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static String nested(int groups) {
        return "{'operator':'NOT','conditions':[".repeat(groups) + VIP + "]}".repeat(groups);
    }

    private static String all(int conditions) {
        return "{'operator':'AND','conditions':[" + String.join(",", Collections.nCopies(conditions, VIP)) + "]}";
    }
}
