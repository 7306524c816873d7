package io.millrace.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CampaignReferencesTest {

    @Test
    void whateverNamesASegmentOrATemplateIsFound() {
        Campaign campaign = Campaigns.campaign(
                "{'nodes':["
                        + "{'id':'e','type':'trigger','on':'segment_entry','segment':'entered','rules':"
                        + in("guard") + "},"
                        + "{'id':'x','type':'trigger','on':'segment_exit','segment':'left'},"
                        + "{'id':'s','type':'trigger','on':'scheduled','segment':'members'},"
                        + "{'id':'c','type':'condition','rules':{'operator':'NOT','conditions':["
                        + in("asked") + "]}},"
                        + "{'id':'w','type':'wait','rules':" + in("awaited") + "},"
                        + "{'id':'m','type':'send','channel':'push','template':'one'},"
                        + "{'id':'o','type':'send','channel':'push','content':'none'},"
                        + "{'id':'n','type':'send','channel':'push','template':'two','content':'x'}],"
                        + "'edges':[{'from':'e','to':'c'},{'from':'x','to':'c'},{'from':'s','to':'c'},"
                        + "{'from':'c','to':'w','when':'yes'},{'from':'w','to':'m','when':'met'},{'from':'m','to':'o'},"
                        + "{'from':'o','to':'n'}],"
                        + "'settings':{'exit_conditions':[{'on':'segment_entry','segment':'ended'},{'on':'event','event':'e'}]}}");
        assertThat(CampaignReferences.segments(campaign))
                .containsExactlyInAnyOrder("entered", "guard", "left", "members", "asked", "awaited", "ended");
        assertThat(CampaignReferences.templates(campaign)).containsExactly("one", "two");
    }

    private static String in(String segment) {
        return "{'field':'segments','op':'in','value':'" + segment + "'}";
    }
}
