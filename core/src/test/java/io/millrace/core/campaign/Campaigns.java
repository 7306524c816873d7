package io.millrace.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.List;

/** Campaigns as tests write them: JSON in which a quote may be an apostrophe. */
final class Campaigns {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final String TRIGGER = "{'id':'t','type':'trigger','on':'event','event':'go'}";

    private Campaigns() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A campaign whose second node is this one, of id n. */
    static String withNode(String node) {
        String edge = node.replace('"', '\'').contains("'trigger'") ? "" : "{'from':'t','to':'n'}";
        return "{'nodes':[" + TRIGGER + "," + node + "],'edges':[" + edge + "]}";
    }

    /** A campaign whose settings are these. */
    static String withSettings(String settings) {
        return "{'nodes':[" + TRIGGER + "],'edges':[],'settings':" + settings + "}";
    }

    static Campaign campaign(String text) {
        return campaign(text, CampaignContext.ANY);
    }

    static Campaign campaign(String text, CampaignContext context) {
        CampaignParser.Parsed parsed = parse(text, context);
        assertThat(parsed).as(text).isInstanceOf(CampaignParser.Parsed.Valid.class);
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }

    static Node node(String node) {
        return campaign(withNode(node)).graph().node("n").orElseThrow();
    }

    static CampaignSettings settings(String settings) {
        return campaign(withSettings(settings)).settings();
    }

    static List<CampaignFault> faults(String text) {
        return faults(text, CampaignContext.ANY);
    }

    static List<CampaignFault> faults(String text, CampaignContext context) {
        CampaignParser.Parsed parsed = parse(text, context);
        assertThat(parsed).as(text).isInstanceOf(CampaignParser.Parsed.Invalid.class);
        return ((CampaignParser.Parsed.Invalid) parsed).faults();
    }

    private static CampaignParser.Parsed parse(String text, CampaignContext context) {
        return new CampaignParser(CampaignLimits.DEFAULT).parse(json(text), "/campaign", context);
    }
}
