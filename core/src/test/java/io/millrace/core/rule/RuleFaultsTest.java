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
import org.junit.jupiter.params.provider.CsvFileSource;

class RuleFaultsTest {

    private static final String VIP = "{'field':'tags','op':'contains','value':'vip'}";

    @ParameterizedTest
    @CsvFileSource(resources = "faults.txt", delimiter = '|', quoteCharacter = '`')
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
