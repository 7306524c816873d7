package io.millrace.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes and edges say of each other. Graphs are written {@code t:manual d:hour m:send} and {@code t>d d>m}. */
class GraphFaultsTest {

    private static final String RULE = "{'field':'tags','op':'contains','value':'x'}";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("manual", "'type':'trigger','on':'manual'"),
            Map.entry("event", "'type':'trigger','on':'event','event':'go'"),
            Map.entry("send", "'type':'send','channel':'push','template':'x'"),
            Map.entry("tag", "'type':'add_tag','tag':'x'"),
            Map.entry("hour", "'type':'delay','duration':'1h'"),
            Map.entry("zero", "'type':'delay','duration':'0s'"),
            Map.entry("nine", "'type':'delay_until_time','time':'09:00'"),
            Map.entry("date", "'type':'delay_until_date','field':'traits.d','offset':'1d'"),
            Map.entry("rule", "'type':'wait','rules':" + RULE + ",'timeout':'1d'"),
            Map.entry("ever", "'type':'wait','rules':" + RULE),
            Map.entry("await", "'type':'wait','event':'e','timeout':'1d'"),
            Map.entry("if", "'type':'condition','rules':" + RULE),
            Map.entry("split", "'type':'split','variants':[{'name':'a','weight':50},{'name':'b','weight':50}]"),
            Map.entry("bad", "'type':'delay','duration':'x'"),
            Map.entry("exit", "'type':'exit'"));

    @ParameterizedTest
    @CsvSource({
        "t:manual,",
        "t:manual m:send x:exit, t>m m>x",
        "t:manual c:if m:send n:send, t>c c>m:yes c>n:no",
        // A way that leads nowhere ends the run.
        "t:manual c:if m:send, t>c c>m:no",
        "t:manual s:split m:send, t>s s>m:b",
        "t:manual s:split m:send, t>s s>m:a s>m:b",
        "t:manual w:ever m:send, t>w w>m:met",
        // Several triggers may lead to one node.
        "t:manual u:event m:send, t>m u>m",
        // Loops in which time passes.
        "t:manual d:hour m:send, t>d d>m m>d",
        "t:manual d:hour, t>d d>d",
        "t:manual d:nine m:send, t>d d>m m>d",
        "t:manual w:rule m:send, t>w w>m:timeout m>w",
        "t:manual w:await m:send, t>w w>m:met m>w",
        "t:manual w:await m:send, t>w w>m:timeout m>w",
        "t:manual z:zero d:hour m:send, t>z z>d d>m m>z",
    })
    void soundGraphs(String nodes, @Nullable String edges) {
        assertThat(Campaigns.campaign(graph(nodes, edges == null ? "" : edges))
                        .graph()
                        .nodes())
                .hasSize(nodes.split(" ").length);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', nodes no_trigger",
        "m:send, '', nodes no_trigger",
        "t:manual m:send, '', nodes/1 unreachable",
        "t:manual m:send n:send, m>n, nodes/1 unreachable; nodes/2 unreachable",
        "t:manual m:send d:hour, m>d d>m, nodes/1 unreachable; nodes/2 unreachable",
        "t:manual t:send, '', nodes/1/id duplicate_id",
        "t:manual m:send, t>m m>y, edges/1/to unknown_node",
        "t:manual m:send, t>m y>m, edges/1/from unknown_node",
        "t:manual m:send, t>m m>t, edges/1/to invalid",
        "t:manual m:send, t>m:yes, edges/0/when unknown_way",
        "t:manual c:if m:send, t>c c>m, edges/1/when required",
        "t:manual c:if m:send, t>c c>m:YES, edges/1/when unknown_way",
        "t:manual s:split m:send, t>s s>m:c, edges/1/when unknown_way",
        "t:manual w:ever m:send, t>w w>m:timeout, edges/1/when unknown_way",
        "t:manual x:exit m:send, t>x x>m, edges/1/from unknown_way",
        "t:manual m:send n:send, t>m t>n, edges/1 duplicate_way",
        "t:manual c:if m:send, t>c c>m:yes c>m:yes, edges/2 duplicate_way",
        "t:manual t:event, '', nodes/1/id duplicate_id",
        // Loops in which no time need pass.
        "t:manual m:send, t>m m>m, nodes/1 loop_without_delay",
        "t:manual m:send n:tag, t>m m>n n>m, nodes/1 loop_without_delay",
        "t:manual z:zero m:send, t>z z>m m>z, nodes/1 loop_without_delay",
        "t:manual d:date m:send, t>d d>m m>d, nodes/1 loop_without_delay",
        "t:manual w:rule m:send, t>w w>m:met m>w, nodes/1 loop_without_delay",
        "t:manual w:ever m:send, t>w w>m:met m>w, nodes/1 loop_without_delay",
        "t:manual c:if d:hour m:send, t>c c>d:yes c>m:no d>c m>c, nodes/1 loop_without_delay",
        "t:manual m:send n:tag o:tag, t>m m>m t>n n>o o>n,"
                + " edges/2 duplicate_way; nodes/1 loop_without_delay; nodes/2 loop_without_delay",
        // Of what could not be read nothing more is said.
        "t:manual b:bad m:send, t>b b>m m>b, nodes/1/duration invalid",
        "b:bad m:send, b>m, nodes/0/duration invalid",
    })
    void faultyGraphs(String nodes, String edges, String expected) {
        assertThat(Campaigns.faults(graph(nodes, edges)))
                .extracting(fault -> fault.pointer().substring("/campaign/".length()) + " " + fault.reason())
                .containsExactlyInAnyOrder(expected.split("; "));
    }

    @Test
    void aLoopIsToldNodeByNode() {
        assertThat(Campaigns.faults(graph("t:manual a:tag b:if c:tag", "t>a a>b b>c:no c>a")))
                .containsExactly(new CampaignFault(
                        "/campaign/nodes/1",
                        "loop_without_delay",
                        "node \"a\"",
                        Campaigns.json("['a','b','c','a']"),
                        "a delay on the loop a → b → c → a"));
    }

    @Test
    void whatNothingLeadsToIsNamed() {
        assertThat(Campaigns.faults(graph("t:manual m:send", "")))
                .extracting(CampaignFault::message)
                .containsExactly("node \"m\": expected a way to it from a trigger");
    }

    @Test
    void aDraftMayBeIncomplete() {
        CampaignContext draft = CampaignContext.ANY.asDraft();
        assertThat(Campaigns.campaign(graph("", ""), draft).graph().nodes()).isEmpty();
        assertThat(Campaigns.campaign(graph("m:send n:send", "m>n"), draft)
                        .graph()
                        .triggers())
                .isEmpty();
        assertThat(Campaigns.faults(graph("m:send", "m>m"), draft))
                .extracting(CampaignFault::reason)
                .containsExactly("loop_without_delay");
        assertThat(Campaigns.faults(graph("m:send", "m>x"), draft))
                .extracting(CampaignFault::reason)
                .containsExactly("unknown_node");
    }

    @Test
    void segmentsAndTemplatesMustBeKnownWhereItIsAsked() {
        String text = "{'nodes':[{'id':'t','type':'trigger','on':'segment_entry','segment':'new',"
                + "'rules':{'field':'segments','op':'not_in','value':['old','vip']}},"
                + "{'id':'s','type':'trigger','on':'scheduled','segment':'gone'},"
                + "{'id':'c','type':'condition','rules':{'operator':'NOT','conditions':"
                + "[{'field':'segments','op':'in','value':'lost'}]}},"
                + "{'id':'m','type':'send','channel':'push','template':'hello'}],"
                + "'edges':[{'from':'t','to':'c'},{'from':'s','to':'c'},{'from':'c','to':'m','when':'yes'}],"
                + "'settings':{'exit_conditions':[{'on':'segment_exit','segment':'past'}]}}";
        assertThat(Campaigns.campaign(text).graph().nodes()).hasSize(4);
        CampaignContext strict = CampaignContext.ANY
                .withSegments(segment -> segment.equals("new") || segment.equals("vip"))
                .withTemplates(template -> false);
        assertThat(Campaigns.faults(text, strict))
                .extracting(fault -> fault.pointer().substring("/campaign/".length()) + " " + fault.reason() + " "
                        + fault.subject() + " " + fault.found())
                .containsExactlyInAnyOrder(
                        "nodes/0/rules/value/0 unknown_segment node \"t\" \"old\"",
                        "nodes/1/segment unknown_segment node \"s\" \"gone\"",
                        "nodes/2/rules/conditions/0/value unknown_segment node \"c\" \"lost\"",
                        "nodes/3/template unknown_template node \"m\" \"hello\"",
                        "settings/exit_conditions/0/segment unknown_segment null \"past\"");
    }

    @Test
    void aKeyNeedsAnEventToTakeItFrom() {
        String settings = ",'settings':{'re_entry':{'per_key':'cart_id'}}}";
        assertThat(Campaigns.faults(graph("t:manual", "").replaceFirst("}$", settings)))
                .extracting(fault -> fault.pointer() + " " + fault.reason())
                .containsExactly("/campaign/settings/re_entry invalid");
        assertThat(Campaigns.campaign(graph("t:event", "").replaceFirst("}$", settings))
                        .settings()
                        .reEntry())
                .isInstanceOf(ReEntry.PerKey.class);
    }

    @Test
    void sameKeyNeedsAKey() {
        String text = "{'nodes':[{'id':'t','type':'trigger','on':'event','event':'go'},"
                + "{'id':'w','type':'wait','event':'e','same_key':true}],'edges':[{'from':'t','to':'w'}],"
                + "'settings':{'re_entry':RE_ENTRY,'exit_conditions':[{'on':'event','event':'x','same_key':true}]}}";
        assertThat(Campaigns.campaign(text.replace("RE_ENTRY", "{'per_key':'cart_id'}"))
                        .settings()
                        .exitConditions())
                .hasSize(1);
        assertThat(Campaigns.faults(text.replace("RE_ENTRY", "'every_event'")))
                .extracting(CampaignFault::pointer)
                .containsExactlyInAnyOrder(
                        "/campaign/nodes/1/same_key", "/campaign/settings/exit_conditions/0/same_key");
    }

    private static String graph(String nodes, String edges) {
        return "{'nodes':[" + list(nodes, GraphFaultsTest::node) + "],'edges':[" + list(edges, GraphFaultsTest::edge)
                + "]}";
    }

    private static String list(String words, UnaryOperator<String> json) {
        return words.isEmpty() ? "" : Arrays.stream(words.split(" ")).map(json).collect(Collectors.joining(","));
    }

    private static String node(String word) {
        String[] parts = word.split(":");
        return "{'id':'" + parts[0] + "'," + KINDS.get(parts[1]) + "}";
    }

    private static String edge(String word) {
        String[] parts = word.split("[>:]");
        String when = parts.length < 3 ? "" : ",'when':'" + parts[2] + "'";
        return "{'from':'" + parts[0] + "','to':'" + parts[1] + "'" + when + "}";
    }
}
