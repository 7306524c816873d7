package io.millrace.core.campaign;

import static io.millrace.core.campaign.Campaigns.campaign;
import static io.millrace.core.campaign.Campaigns.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSequenceTest {

    private static final TenantSequence SEQUENCE = new TenantSequence(CampaignLimits.DEFAULT);

    @Test
    void aSequenceIsALineOfMessagesToThoseWhoAreEnrolled() {
        assertThat(parse("{'sequence':[{'step':1,'type':'email','subject':'Hello','body':'...'},"
                        + "{'step':2,'type':'telegram','body':'Well?','delay':'3d'}],"
                        + "'settings':{'daily_limit':50,'track_opens':false}}"))
                .isEqualTo(campaign("{'nodes':[{'id':'trigger','type':'trigger','on':'manual'},"
                        + "{'id':'step_1','type':'send','channel':'email','subject':'Hello','content':'...'},"
                        + "{'id':'delay_2','type':'delay','duration':'3d'},"
                        + "{'id':'step_2','type':'send','channel':'telegram','content':'Well?'}],"
                        + "'edges':[{'from':'trigger','to':'step_1'},{'from':'step_1','to':'delay_2'},"
                        + "{'from':'delay_2','to':'step_2'}],'settings':{'daily_limit':50,'track_opens':false}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sequence':[{'step':1,'type':'email','subject':'Hello {{firstName}}','body':'...'}],"
                        + "'settings':{'daily_limit':50,'track_opens':true}}",
                "{'sequence':[{'step':1,'type':'email','subject':'a','body':'b','delay':'24h'},"
                        + "{'step':2,'type':'push','body':'c'}],'settings':{'track_opens':false}}",
                "{'sequence':[],'settings':{'frequency_cap':{'max':3,'window':'7d'},'track_opens':true}}",
            })
    void whatIsReadIsWrittenAsItWas(String form) {
        assertThat(TenantSequence.write(parse(form))).contains((ObjectNode) json(form));
    }

    @Test
    void aCampaignThatWasJustCreatedHasNothingToSend() {
        assertThat(TenantSequence.write(parse("{}")))
                .contains((ObjectNode) json("{'sequence':[],'settings':{'track_opens':true}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | wrong_type",
                "{'sequence':{}} | /sequence wrong_type",
                "{'sequence':[{}]} | /sequence/0/type required, /sequence/0/body required",
                "{'sequence':[{'type':'email','body':'b'}]} | /sequence/0/subject required",
                "{'sequence':[{'type':'EMAIL','subject':'a','body':'b'}]} | /sequence/0/type invalid",
                "{'sequence':[{'step':2,'type':'email','subject':'a','body':'b'}]} | /sequence/0/step invalid",
                "{'sequence':[{'step':'1','type':'email','subject':'a','body':'b'}]} | /sequence/0/step wrong_type",
                "{'sequence':[{'type':'push','body':'b','delay':'x'}]} | /sequence/0/delay invalid",
                "{'sequence':[{'type':'push','body':'b','template':'x'}]} | /sequence/0/template unknown_field",
                "{'settings':{'daily_limit':0}} | /settings/daily_limit out_of_range",
                "{'settings':{'track_clicks':true}} | /settings/track_clicks unknown_field",
                "{'steps':[]} | /steps unknown_field",
            })
    void faults(String form, String expected) {
        CampaignParser.Parsed parsed = SEQUENCE.parse(json(form), "", CampaignContext.ANY);
        assertThat(parsed).isInstanceOf(CampaignParser.Parsed.Invalid.class);
        assertThat(((CampaignParser.Parsed.Invalid) parsed).faults())
                .extracting(fault -> (fault.pointer() + " " + fault.reason()).trim())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(expected.split(",")).map(String::trim).toList());
    }

    @Test
    void whatTheFormCannotSayIsNotWritten() {
        String text = "{'nodes':[{'id':'t','type':'trigger','on':'manual'TRIGGER},"
                + "{'id':'m','type':'send','channel':'push','content':'c'SEND}],'edges':[{'from':'t','to':'m'}]}";
        assertThat(TenantSequence.write(campaign(text.replace("TRIGGER", "").replace("SEND", ""))))
                .isPresent();
        for (String send : new String[] {",'template':'x'", ",'group':'g'", ",'transactional':true"}) {
            assertThat(TenantSequence.write(campaign(text.replace("TRIGGER", "").replace("SEND", send))))
                    .as(send)
                    .isEmpty();
        }
        String rules = ",'rules':{'field':'tags','op':'contains','value':'x'}";
        assertThat(TenantSequence.write(campaign(text.replace("TRIGGER", rules).replace("SEND", ""))))
                .isEmpty();
        String event = text.replace("manual", "event")
                .replace("TRIGGER", ",'event':'e'")
                .replace("SEND", "");
        assertThat(TenantSequence.write(campaign(event))).isEmpty();
    }

    private static Campaign parse(String form) {
        CampaignParser.Parsed parsed = SEQUENCE.parse(json(form), "", CampaignContext.ANY);
        assertThat(parsed).as(form).isInstanceOf(CampaignParser.Parsed.Valid.class);
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }
}
