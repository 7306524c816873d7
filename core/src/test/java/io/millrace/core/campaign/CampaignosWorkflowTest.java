package io.millrace.core.campaign;

import static io.millrace.core.campaign.Campaigns.campaign;
import static io.millrace.core.campaign.Campaigns.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignosWorkflowTest {

    private static final CampaignosWorkflow WORKFLOW = new CampaignosWorkflow(CampaignLimits.DEFAULT);
    private static final String GRAPH = "'nodes':[{'id':'t','type':'trigger','on':'manual'}],'edges':[]";

    @Test
    void aWorkflowIsTheGraphWithSettingsAndDates() {
        assertThat(parse("{'workflow':{" + GRAPH + "},'settings':{'frequencyCap':3,"
                        + "'quietHours':{'start':'22:00','end':'08:00'}},"
                        + "'startAt':'2026-02-01T00:00:00.000Z','endAt':'2026-03-01T00:00:00.000Z'}"))
                .isEqualTo(campaign("{" + GRAPH + ",'settings':{'frequency_cap':{'max':3,'window':'24h'},"
                        + "'quiet_hours':{'start':'22:00','end':'08:00','mode':'hold'},"
                        + "'start_at':'2026-02-01','end_at':'2026-03-01'}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'workflow':{'nodes':[],'edges':[]},'settings':{'frequencyCap':3,"
                        + "'quietHours':{'start':'22:00','end':'08:00'}},"
                        + "'startAt':'2026-02-01T00:00:00.000Z','endAt':'2026-03-01T00:00:00.000Z'}",
                "{'workflow':{'nodes':[{'id':'t','type':'trigger','on':'manual'}],'edges':[]},"
                        + "'settings':{'frequency_cap':{'max':3,'window':'1d'},'daily_limit':5,"
                        + "'quietHours':{'start':'22:00','end':'08:00','mode':'drop'}},"
                        + "'endAt':'2026-03-01T00:00:00.000Z'}",
            })
    void whatIsReadIsWrittenAsItWas(String form) {
        assertThat(CampaignosWorkflow.write(parse(form))).isEqualTo(json(form));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /workflow required",
                "{'workflow':[]} | /workflow wrong_type",
                "{'workflow':{}} | /workflow/nodes required, /workflow/edges required",
                "{'workflow':{'nodes':[{'id':'d','type':'delay'}],'edges':[],'zoom':1}}"
                        + " | /workflow/nodes/0/duration required, /workflow/zoom unknown_field",
                "{'workflow':{'nodes':[],'edges':[]},'settings':{'frequencyCap':'3'}}"
                        + " | /settings/frequencyCap wrong_type",
                "{'workflow':{'nodes':[],'edges':[]},'startAt':'soon','endsAt':1}"
                        + " | /startAt invalid, /endsAt unknown_field",
                "{'workflow':{'nodes':[],'edges':[]},'startAt':'2026-03-01','endAt':'2026-03-01'} | /endAt out_of_range",
                "{'workflow':{'nodes':[],'edges':[]},'startAt':'2026-03-01','settings':{'end_at':'2026-02-01'}}"
                        + " | /endAt out_of_range",
            })
    void faults(String form, String expected) {
        CampaignParser.Parsed parsed = WORKFLOW.parse(json(form), "", CampaignContext.ANY.asDraft());
        assertThat(parsed).isInstanceOf(CampaignParser.Parsed.Invalid.class);
        assertThat(((CampaignParser.Parsed.Invalid) parsed).faults())
                .extracting(fault -> fault.pointer() + " " + fault.reason())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected.split(",")).map(String::trim).toList());
    }

    @Test
    void theListsBesideTheWorkflowAreTheGraphs() {
        CampaignGraph graph = campaign("{'nodes':[{'id':'e','type':'trigger','on':'event','event':'go'},"
                        + "{'id':'i','type':'trigger','on':'segment_entry','segment':'a'},"
                        + "{'id':'o','type':'trigger','on':'segment_exit','segment':'b'},"
                        + "{'id':'s','type':'trigger','on':'scheduled','segment':'c','at':'2026-03-01T09:00'},"
                        + "{'id':'h','type':'trigger','on':'manual'},"
                        + "{'id':'d','type':'delay','duration':'1h'},"
                        + "{'id':'ab','type':'split','variants':[{'name':'A','weight':50},{'name':'B','weight':50}]},"
                        + "{'id':'m','type':'send','channel':'email','template':'x'},"
                        + "{'id':'g','type':'add_tag','tag':'got'}],"
                        + "'edges':[{'from':'e','to':'d'},{'from':'d','to':'ab'},{'from':'ab','to':'m','when':'A'},"
                        + "{'from':'m','to':'g'}]}")
                .graph();
        assertThat(CampaignosParts.triggers(graph))
                .isEqualTo(json("[{'id':'e','type':'EVENT','eventType':'go'},"
                        + "{'id':'i','type':'SEGMENT_ENTRY','segmentId':'a'},"
                        + "{'id':'o','type':'SEGMENT_EXIT','segmentId':'b'},"
                        + "{'id':'s','type':'SCHEDULED','segmentId':'c','at':'2026-03-01T09:00:00'},"
                        + "{'id':'h','type':'MANUAL'}]"));
        assertThat(CampaignosParts.actions(graph))
                .isEqualTo(json("[{'id':'m','position':1,'type':'SEND_MESSAGE','channel':'email','template':'x'},"
                        + "{'id':'g','position':2,'type':'ADD_TAG','tag':'got'}]"));
        assertThat(CampaignosParts.abTests(graph).toString())
                .isEqualTo("[{'id':'ab','name':'ab','variants':[{'name':'A','weight':50},{'name':'B','weight':50}]}]"
                        .replace('\'', '"'));
    }

    private static Campaign parse(String form) {
        CampaignParser.Parsed parsed = WORKFLOW.parse(json(form), "", CampaignContext.ANY.asDraft());
        assertThat(parsed).as(form).isInstanceOf(CampaignParser.Parsed.Valid.class);
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }
}
