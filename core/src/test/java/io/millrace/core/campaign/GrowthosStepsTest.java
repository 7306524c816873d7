package io.millrace.core.campaign;

import static io.millrace.core.campaign.Campaigns.campaign;
import static io.millrace.core.campaign.Campaigns.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrowthosStepsTest {

    private static final GrowthosSteps STEPS = new GrowthosSteps(CampaignLimits.DEFAULT);

    @Test
    void aLifecycleIsALineOfDelaysAndEmails() {
        Campaign campaign = parse("{'type':'lifecycle','trigger':{'event':'signup','segment_id':'seg_new'},'steps':["
                + "{'delay':'0m','subject':'Welcome','template_id':'t1'},"
                + "{'delay':'2d','subject':'Second','template_id':'t2'},"
                + "{'delay':'24h','subject':'Third','content':'<p>Hi</p>'}]}");
        assertThat(campaign)
                .isEqualTo(campaign("{'nodes':["
                        + "{'id':'trigger','type':'trigger','on':'event','event':'signup',"
                        + "'rules':{'field':'segments','op':'in','value':'seg_new'}},"
                        + "{'id':'step_1','type':'send','channel':'email','template':'t1','subject':'Welcome'},"
                        + "{'id':'delay_2','type':'delay','duration':'2d'},"
                        + "{'id':'step_2','type':'send','channel':'email','template':'t2','subject':'Second'},"
                        + "{'id':'delay_3','type':'delay','duration':'24h'},"
                        + "{'id':'step_3','type':'send','channel':'email','subject':'Third','content':'<p>Hi</p>'}],"
                        + "'edges':[{'from':'trigger','to':'step_1'},{'from':'step_1','to':'delay_2'},"
                        + "{'from':'delay_2','to':'step_2'},{'from':'step_2','to':'delay_3'},"
                        + "{'from':'delay_3','to':'step_3'}]}"));
    }

    @Test
    void aBroadcastIsAScheduleAndAnEmail() {
        assertThat(parse("{'type':'broadcast','segment_id':'s','subject':'News','template_id':'t',"
                        + "'scheduled_at':'2026-02-25T09:00:00Z'}"))
                .isEqualTo(campaign("{'nodes':[{'id':'trigger','type':'trigger','on':'scheduled','segment':'s',"
                        + "'at':'2026-02-25T09:00:00Z'},"
                        + "{'id':'step_1','type':'send','channel':'email','template':'t','subject':'News'}],"
                        + "'edges':[{'from':'trigger','to':'step_1'}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'lifecycle','trigger':{'event':'signup_completed','segment_id':'seg_new_users'},'steps':["
                        + "{'delay':'0m','subject':'Welcome to Acme!','template_id':'tmpl_welcome_01'},"
                        + "{'delay':'2d','subject':'Getting started','template_id':'tmpl_onboard_02'},"
                        + "{'delay':'5d','subject':'Have you tried referrals?','template_id':'tmpl_onboard_03'}]}",
                "{'type':'broadcast','segment_id':'seg_active_users','subject':'What is new','template_id':'tmpl_feb',"
                        + "'scheduled_at':'2026-02-25T09:00:00Z'}",
                "{'type':'broadcast','segment_id':'s','template_id':'t'}",
                "{'type':'broadcast','segment_id':'s','subject':'a','content':'b','scheduled_at':'2026-02-25T09:00:00'}",
                "{'type':'lifecycle','trigger':{'event':'e'},'steps':[]}",
                "{'type':'lifecycle','trigger':{'segment_id':'s'},'steps':[{'delay':'90m','template_id':'t'}],"
                        + "'settings':{'daily_limit':5}}",
            })
    void whatIsReadIsWrittenAsItWas(String form) {
        assertThat(GrowthosSteps.write(parse(form))).contains((ObjectNode) json(form));
    }

    @Test
    void aStepWithoutADelayComesAtOnce() {
        assertThat(GrowthosSteps.write(
                        parse("{'type':'lifecycle','trigger':{'event':'e'},'steps':[{'template_id':'t'}]}")))
                .hasValueSatisfying(
                        form -> assertThat(form.at("/steps/0/delay")).isEqualTo(json("'0m'")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | wrong_type",
                "{} | /type required",
                "{'type':'drip'} | /type invalid",
                "{'type':'lifecycle'} | /trigger required",
                "{'type':'lifecycle','trigger':{}} | /trigger/event required",
                "{'type':'lifecycle','trigger':{'event':7}} | /trigger/event wrong_type",
                "{'type':'lifecycle','trigger':{'event':'e','delay':'1h'}} | /trigger/delay unknown_field",
                "{'type':'lifecycle','trigger':{'event':'e'},'segment_id':'s'} | /segment_id unknown_field",
                "{'type':'lifecycle','trigger':{'segment_id':'gone'}} | /trigger/segment_id unknown_segment",
                "{'type':'lifecycle','trigger':{'event':'e'},'steps':{}} | /steps wrong_type",
                "{'type':'lifecycle','trigger':{'event':'e'},'steps':[7,{'delay':'x','template_id':'t'},{'delay':5}]}"
                        + " | /steps/0 wrong_type, /steps/1/delay invalid, /steps/2/delay wrong_type,"
                        + " /steps/2/template_id required",
                "{'type':'lifecycle','trigger':{'event':'e'},'steps':[{'content':'x'}]} | /steps/0/subject required",
                "{'type':'lifecycle','trigger':{'event':'e'},'steps':[{'delay':'-1h','template_id':'t'}]}"
                        + " | /steps/0/delay invalid",
                "{'type':'lifecycle','trigger':{'event':'e'},'steps':[{'template_id':'gone','name':'x'}]}"
                        + " | /steps/0/template_id unknown_template, /steps/0/name unknown_field",
                "{'type':'lifecycle','trigger':{'event':'e'},'settings':{'daily_limit':0}}"
                        + " | /settings/daily_limit out_of_range",
                "{'type':'lifecycle','trigger':{'segment_id':'s'},'settings':{'re_entry':{'per_key':'a'}}}"
                        + " | /settings/re_entry invalid",
                "{'type':'broadcast'} | /segment_id required, /template_id required",
                "{'type':'broadcast','segment_id':'s','template_id':'t','scheduled_at':'soon'} | /scheduled_at invalid",
                "{'type':'broadcast','segment_id':'s','template_id':'t','steps':[]} | /steps unknown_field",
            })
    void faults(String form, String expected) {
        CampaignContext known = CampaignContext.ANY
                .withSegments(segment -> !segment.equals("gone"))
                .withTemplates(template -> !template.equals("gone"));
        CampaignParser.Parsed parsed = STEPS.parse(json(form), "", known);
        assertThat(parsed).isInstanceOf(CampaignParser.Parsed.Invalid.class);
        assertThat(((CampaignParser.Parsed.Invalid) parsed).faults())
                .extracting(fault -> (fault.pointer() + " " + fault.reason()).trim())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected.split(",")).map(String::trim).toList());
    }

    @Test
    void aFaultNamesItsStep() {
        CampaignParser.Parsed parsed = STEPS.parse(
                json("{'type':'lifecycle','trigger':{'event':'e'},'steps':[{'template_id':'t'},{}]}"),
                "",
                CampaignContext.ANY);
        assertThat(((CampaignParser.Parsed.Invalid) parsed).faults())
                .extracting(CampaignFault::message)
                .containsExactly("step 2: expected a template, or a content of the message's own");
    }

    /** Ids are not looked at, nor an exit that the line would have anyway. */
    @Test
    void aGraphThatIsALineIsSteps() {
        assertThat(GrowthosSteps.write(campaign("{'nodes':["
                        + "{'id':'x','type':'exit'},{'id':'m','type':'send','channel':'email','template':'tt'},"
                        + "{'id':'d','type':'delay','duration':'1h'},"
                        + "{'id':'t','type':'trigger','on':'segment_entry','segment':'s'}],"
                        + "'edges':[{'from':'m','to':'x'},{'from':'t','to':'d'},{'from':'d','to':'m'}]}")))
                .contains((ObjectNode) json("{'type':'lifecycle',"
                        + "'trigger':{'segment_id':'s'},'steps':[{'delay':'1h','template_id':'tt'}]}"));
    }

    @Test
    void whatTheFormCannotSayIsNotWritten() {
        String mail = "'type':'send','channel':'email','template':'x'";
        String hour = "'type':'delay','duration':'1h'";
        String event = "'type':'trigger','on':'event','event':'e'";
        String once = "'type':'trigger','on':'scheduled','segment':'s','at':'2026-02-25T09:00Z'";
        for (List<String> line : List.of(
                List.of("'type':'trigger','on':'manual'", mail),
                List.of("'type':'trigger','on':'segment_exit','segment':'s'", mail),
                List.of(once + ",'every':'day'", mail),
                List.of(once + ",'rules':{'field':'tags','op':'contains','value':'x'}", mail),
                List.of(once, hour, mail),
                List.of(once, mail, mail),
                List.of(once),
                List.of(event + ",'where':[{'field':'properties.a','op':'exists'}]", mail),
                List.of(event + ",'rules':{'field':'tags','op':'contains','value':'x'}", mail),
                List.of(event + ",'rules':{'field':'segments','op':'not_in','value':'x'}", mail),
                List.of(
                        "'type':'trigger','on':'segment_entry','segment':'s',"
                                + "'rules':{'field':'segments','op':'in','value':'x'}",
                        mail),
                List.of(event, "'type':'send','channel':'push','template':'x'"),
                List.of(event, mail + ",'transactional':true"),
                List.of(event, mail + ",'group':'g'"),
                List.of(event, hour, hour, mail),
                List.of(event, mail, hour),
                List.of(event, mail, "'type':'add_tag','tag':'x'"),
                List.of(event, "'type':'wait','event':'e'"))) {
            assertThat(GrowthosSteps.write(campaign(chain(line))))
                    .as(line.toString())
                    .isEmpty();
        }
    }

    @Test
    void loopsAndSecondTriggersAreNoSteps() {
        String nodes = "{'nodes':[{'id':'t','type':'trigger','on':'event','event':'e'},"
                + "{'id':'d','type':'delay','duration':'1h'},"
                + "{'id':'m','type':'send','channel':'email','template':'x'}";
        String edges = "],'edges':[{'from':'t','to':'d'},{'from':'d','to':'m'}";
        assertThat(GrowthosSteps.write(campaign(nodes + edges + "]}"))).isPresent();
        assertThat(GrowthosSteps.write(campaign(nodes + edges + ",{'from':'m','to':'d'}]}")))
                .isEmpty();
        assertThat(GrowthosSteps.write(campaign(nodes + ",{'id':'u','type':'trigger','on':'event','event':'f'}" + edges
                        + ",{'from':'u','to':'m'}]}")))
                .isEmpty();
    }

    /** Nodes one after another, the first one the trigger. */
    private static String chain(List<String> nodes) {
        StringBuilder list = new StringBuilder();
        StringBuilder edges = new StringBuilder();
        for (int i = 0; i < nodes.size(); i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{'id':'")
                    .append(i)
                    .append("',")
                    .append(nodes.get(i))
                    .append("}");
            if (i > 0) {
                String when = nodes.get(i - 1).contains("'wait'") ? ",'when':'met'" : "";
                edges.append(i == 1 ? "" : ",")
                        .append("{'from':'")
                        .append(i - 1)
                        .append("','to':'")
                        .append(i)
                        .append("'")
                        .append(when)
                        .append("}");
            }
        }
        return "{'nodes':[" + list + "],'edges':[" + edges + "]}";
    }

    private static Campaign parse(String form) {
        CampaignParser.Parsed parsed = STEPS.parse(json(form), "", CampaignContext.ANY);
        assertThat(parsed).as(form).isInstanceOf(CampaignParser.Parsed.Valid.class);
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }
}
