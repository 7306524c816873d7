package io.millrace.core.campaign;

import static io.millrace.core.campaign.Campaigns.campaign;
import static io.millrace.core.campaign.Campaigns.faults;
import static io.millrace.core.campaign.Campaigns.json;
import static io.millrace.core.campaign.Campaigns.withNode;
import static io.millrace.core.campaign.Campaigns.withSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class CampaignFaultsTest {

    private static final String EXIT = "{'id':'n','type':'exit'}";

    @ParameterizedTest
    @CsvFileSource(resources = "node-faults.txt", delimiter = '|', quoteCharacter = '`')
    void eachFaultOfANodeIsNamedWhereItStands(String node, String expected) {
        List<CampaignFault> faults = faults(withNode(node));
        // A node without a readable id is none to lead to, which is a fault of the edge.
        assertThat(faults)
                .filteredOn(fault -> fault.pointer().startsWith("/campaign/nodes/"))
                .extracting(fault -> told(fault, "/campaign/nodes/1"))
                .containsExactlyInAnyOrderElementsOf(wanted(expected));
        assertThat(faults)
                .filteredOn(fault -> !fault.pointer().startsWith("/campaign/nodes/"))
                .allMatch(fault -> fault.reason().equals("unknown_node"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "setting-faults.txt", delimiter = '|', quoteCharacter = '`')
    void eachFaultOfASettingIsNamedWhereItStands(String settings, String expected) {
        assertThat(faults(withSettings(settings)))
                .extracting(fault -> told(fault, "/campaign/settings"))
                .containsExactlyInAnyOrderElementsOf(wanted(expected));
    }

    @Test
    void aFaultSaysInWhichNodeOrEdgeItStandsWhatWasFoundAndWhatIsExpected() {
        CampaignFault fault =
                faults(withNode("{'id':'n','type':'delay','duration':5}")).get(0);
        assertThat(fault)
                .isEqualTo(new CampaignFault(
                        "/campaign/nodes/1/duration",
                        "wrong_type",
                        "node \"n\"",
                        json("5"),
                        "a duration such as 0s, 30m, 24h or 7d, up to 100 years"));
        assertThat(fault.message())
                .isEqualTo("node \"n\": expected a duration such as 0s, 30m, 24h or 7d, up to 100 years, found 5");
        assertThat(faults("{'nodes':[{'id':'t','type':'trigger','on':'manual'}],'edges':[{'from':'t','to':'u'}]}"))
                .extracting(CampaignFault::message)
                .containsExactly("edge \"t\" to \"u\": expected the id of a node, found \"u\"");
        assertThat(faults(withSettings("{'daily_limit':0}")))
                .extracting(CampaignFault::subject)
                .containsOnlyNulls();
    }

    @Test
    void allFaultsAreTold() {
        assertThat(faults("{'nodes':[{'id':'d','type':'delay'},{'id':'s','type':'send','channel':'fax','template':'t'},"
                        + "{'id':'c','type':'condition','rules':{'operator':'OR','conditions':[{'field':'x'},"
                        + "{'field':'tags','op':'is','value':5}]}}],"
                        + "'edges':[{'from':'d','to':'x','why':1},{'to':'s'}],"
                        + "'settings':{'daily_limit':0,'goal':{}},'name':'n'}"))
                .extracting(CampaignFault::pointer)
                .containsExactlyInAnyOrder(
                        "/campaign/nodes/0/duration",
                        "/campaign/nodes/1/channel",
                        "/campaign/nodes/2/rules/conditions/0/field",
                        "/campaign/nodes/2/rules/conditions/1/op",
                        "/campaign/nodes/2/rules/conditions/1/value",
                        "/campaign/edges/0/to",
                        "/campaign/edges/0/why",
                        "/campaign/edges/1/from",
                        "/campaign/settings/daily_limit",
                        "/campaign/settings/goal/event",
                        "/campaign/settings/goal/within",
                        "/campaign/name");
    }

    @Test
    void aCampaignIsAnObjectWithNodesAndEdges() {
        assertThat(faults("[]")).extracting(CampaignFault::reason).containsExactly("wrong_type");
        assertThat(faults("{}"))
                .extracting(CampaignFault::pointer, CampaignFault::reason)
                .containsExactly(tuple("/campaign/nodes", "required"), tuple("/campaign/edges", "required"));
        assertThat(faults("{'nodes':{},'edges':7}"))
                .extracting(CampaignFault::pointer, CampaignFault::reason)
                .containsExactly(tuple("/campaign/nodes", "wrong_type"), tuple("/campaign/edges", "wrong_type"));
        assertThat(faults("{'nodes':[{'id':'t','type':'trigger','on':'manual'}],'edges':[7,{'from':1,'to':''}]}"))
                .extracting(CampaignFault::pointer, CampaignFault::reason)
                .containsExactly(
                        tuple("/campaign/edges/0", "wrong_type"),
                        tuple("/campaign/edges/1/from", "wrong_type"),
                        tuple("/campaign/edges/1/to", "invalid"));
    }

    @Test
    void aCampaignIsBoundedInSize() {
        assertThat(faults(chain(501))).extracting(CampaignFault::reason).containsExactly("too_large");
        assertThat(campaign(chain(500)).graph().nodes()).hasSize(500);
        assertThat(faults(withNode("{'id':'" + "x".repeat(101) + "','type':'exit'}")))
                .extracting(CampaignFault::reason)
                .containsExactlyInAnyOrder("too_large", "unknown_node");
        assertThat(faults(
                        withNode("{'id':'n','type':'send','channel':'push','content':'" + "x".repeat(600_000) + "'}")))
                .extracting(CampaignFault::pointer, CampaignFault::reason)
                .containsExactly(tuple("/campaign", "too_large"));
        assertThat(faults(withSettings("{'exit_conditions':["
                        + String.join(",", Collections.nCopies(51, "{'on':'event','event':'e'}")) + "]}")))
                .extracting(CampaignFault::reason)
                .containsExactly("too_large");
    }

    @Test
    void eachRuleHasLimitsOfItsOwn() {
        String large = "{'operator':'AND','conditions':["
                + String.join(",", Collections.nCopies(150, "{'field':'tags','op':'contains','value':'x'}")) + "]}";
        String two = "{'nodes':[{'id':'t','type':'trigger','on':'manual'},{'id':'a','type':'condition','rules':" + large
                + "},{'id':'b','type':'condition','rules':" + large + "}],"
                + "'edges':[{'from':'t','to':'a'},{'from':'a','to':'b','when':'yes'}]}";
        assertThat(campaign(two).graph().nodes()).hasSize(3);
    }

    @Test
    @Timeout(20)
    void hostileTextsCostLittle() {
        long start = System.nanoTime();
        JsonNode deep = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 20_000; i++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            outer.set("value", deep);
            deep = outer;
        }
        CampaignParser parser = new CampaignParser(CampaignLimits.DEFAULT);
        assertThat(parser.parse(deep, "", CampaignContext.ANY)).isInstanceOf(CampaignParser.Parsed.Invalid.class);
        String nothing = String.join(",", Collections.nCopies(500, "{}"));
        assertThat(faults("{'nodes':[" + nothing + "],'edges':[" + nothing + "]}"))
                .hasSize(100);
        assertThat(faults(withSettings("{'daily_limit':1e999999999}"))).hasSize(1);
        String longId = "x".repeat(400_000);
        String edges = String.join(",", Collections.nCopies(100, "{'from':'n','to':'y'}"));
        assertThat(faults("{'nodes':[{'id':'" + longId + "','type':'exit','a':1,'b':2}],'edges':[" + edges + "]}"))
                .allMatch(fault -> fault.message().length() < 1_000);
        assertThat(faults(withNode("{'id':'n','type':'update_score','score':'s','add':1e999999999}")))
                .hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void nodesAndEdgesAfterTheHundredthFaultAreNotTakenForSound() {
        String faulty = String.join(",", Collections.nCopies(100, "{}"));
        assertThat(faults(
                        "{'nodes':[" + faulty + "," + EXIT + "],'edges':[{'from':'n'}],'settings':{'daily_limit':0}}"))
                .hasSize(100);
    }

    private static String chain(int nodes) {
        StringBuilder list = new StringBuilder("{'id':'0','type':'trigger','on':'manual'}");
        StringBuilder edges = new StringBuilder();
        for (int i = 1; i < nodes; i++) {
            list.append(",{'id':'").append(i).append("','type':'add_tag','tag':'x'}");
            edges.append(i == 1 ? "" : ",")
                    .append("{'from':'")
                    .append(i - 1)
                    .append("','to':'")
                    .append(i)
                    .append("'}");
        }
        return "{'nodes':[" + list + "],'edges':[" + edges + "]}";
    }

    private static String told(CampaignFault fault, String prefix) {
        assertThat(fault.pointer()).startsWith(prefix);
        return (fault.pointer().substring(prefix.length()) + " " + fault.reason()).trim();
    }

    private static List<String> wanted(String expected) {
        return Arrays.stream(expected.replace("'", "").split(", "))
                .map(String::trim)
                .toList();
    }
}
