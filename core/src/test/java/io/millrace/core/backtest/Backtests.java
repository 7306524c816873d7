package io.millrace.core.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;

/** Reads campaigns and rules of tests, whose JSON has single quotes. */
final class Backtests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Backtests() {}

    static Campaign campaign(String json) {
        CampaignParser.Parsed parsed =
                new CampaignParser(CampaignLimits.DEFAULT).parse(read(json), "", CampaignContext.ANY);
        if (parsed instanceof CampaignParser.Parsed.Valid valid) {
            return valid.campaign();
        }
        throw new IllegalStateException(json + ": " + parsed);
    }

    static Rule rule(String json) {
        RuleParser.Parsed parsed = new RuleParser(RuleLimits.DEFAULT).parse(read(json), "");
        if (parsed instanceof RuleParser.Parsed.Valid valid) {
            return valid.rule();
        }
        throw new IllegalStateException(json + ": " + parsed);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
