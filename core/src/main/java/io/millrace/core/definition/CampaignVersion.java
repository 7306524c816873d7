package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.campaign.CampaignParser;
import java.time.Instant;

/**
 * What a campaign does, from one edit to the next: the body of a definition of kind {@code CAMPAIGN_VERSION}, under
 * {@link #id}. It is written once and never changes, for runs keep the version they entered with; nobody enters with it
 * before the campaign names it.
 *
 * @param number from 1 on; greater than that of every version before
 * @param content the canonical form: {@code nodes}, {@code edges} and {@code settings}
 */
public record CampaignVersion(String campaign, long number, JsonNode content, Instant createdAt) {

    private static final CampaignContext AS_WRITTEN = CampaignContext.ANY.asDraft();

    public CampaignVersion {
        if (campaign.isEmpty() || number < 1) {
            throw new IllegalArgumentException("a version needs a campaign and a number from 1 on");
        }
        if (!content.path("nodes").isArray() || !content.path("edges").isArray()) {
            throw new IllegalArgumentException("a version of a campaign has nodes and edges");
        }
    }

    public static CampaignVersion of(String campaign, long number, Campaign content, Instant createdAt) {
        return new CampaignVersion(campaign, number, CampaignJson.write(content), createdAt);
    }

    /** Under what a version is stored. */
    public static String id(String campaign, long number) {
        return campaign + "#" + number;
    }

    public String id() {
        return id(campaign, number);
    }

    /**
     * What it does. A version of a draft may be without a trigger, and have nodes to which nothing leads.
     *
     * @throws IllegalArgumentException with the first fault, if this parser cannot read it
     */
    public Campaign campaign(CampaignParser parser) {
        CampaignParser.Parsed parsed = parser.parse(content, "", AS_WRITTEN);
        if (parsed instanceof CampaignParser.Parsed.Invalid invalid) {
            throw new IllegalArgumentException(
                    id() + ": " + invalid.faults().get(0).message());
        }
        return ((CampaignParser.Parsed.Valid) parsed).campaign();
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json = DefinitionJson.object().put("campaign", campaign).put("number", number);
        json.set("nodes", content.path("nodes"));
        json.set("edges", content.path("edges"));
        if (content.has("settings")) {
            json.set("settings", content.path("settings"));
        }
        json.put("created_at", createdAt.toString());
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static CampaignVersion read(String body) {
        JsonNode json = DefinitionJson.read(body);
        ObjectNode content = DefinitionJson.object();
        content.set("nodes", json.path("nodes"));
        content.set("edges", json.path("edges"));
        if (json.has("settings")) {
            content.set("settings", json.path("settings"));
        }
        return new CampaignVersion(
                DefinitionJson.text(json, "campaign"),
                DefinitionJson.whole(json, "number"),
                content,
                DefinitionJson.instant(json, "created_at"));
    }
}
