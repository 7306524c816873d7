package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the campaigns of one scenario, which may name its segments, also those that are created later. Used by one thread. */
final class Campaigns {

    private static final CampaignParser PARSER = new CampaignParser(CampaignLimits.DEFAULT);

    private final CampaignContext context;
    private final Faults faults;

    Campaigns(ObjectReader scenario) {
        this.faults = scenario.faults();
        Set<String> segments = new HashSet<>();
        JsonNode standing = scenario.any("segments");
        if (standing != null) {
            standing.fieldNames().forEachRemaining(segments::add);
        }
        JsonNode actions = scenario.any("actions");
        if (actions != null && actions.isArray()) {
            for (JsonNode action : actions) {
                if (action.path("do").asText().equals("create")) {
                    segments.add(action.path("segment").asText());
                }
            }
        }
        this.context = CampaignContext.ANY.withSegments(segments::contains);
    }

    /** The campaign; empty, with faults, if something is wrong with it. */
    Optional<Campaign> read(JsonNode json, String pointer) {
        CampaignParser.Parsed parsed = PARSER.parse(json, pointer, context);
        if (parsed instanceof CampaignParser.Parsed.Invalid invalid) {
            invalid.faults()
                    .forEach(fault -> faults.add(
                            fault.pointer(), fault.reason(), fault.found(), fault.expected(), fault.message()));
            return Optional.empty();
        }
        return Optional.of(((CampaignParser.Parsed.Valid) parsed).campaign());
    }
}
