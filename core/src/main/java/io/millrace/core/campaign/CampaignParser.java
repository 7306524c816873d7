package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads campaigns from JSON: {@code {"nodes", "edges", "settings"}}. All faults of a text are reported (up to a hundred),
 * not only the first, each with the node or edge in which it stands; unknown fields are faults. Whatever the text, reading
 * is bounded in time and memory by the limits. Pure and thread-safe.
 */
public final class CampaignParser {

    static final String CAMPAIGN = "an object with nodes and edges and, if wanted, settings";

    private final CampaignLimits limits;

    public CampaignParser(CampaignLimits limits) {
        this.limits = limits;
    }

    /** A campaign, or what is wrong with its text; exactly one of both. */
    public sealed interface Parsed {
        record Valid(Campaign campaign) implements Parsed {}

        record Invalid(List<CampaignFault> faults) implements Parsed {
            public Invalid {
                faults = List.copyOf(faults);
            }
        }
    }

    /** @param pointer the JSON pointer of {@code json} within the request, with which those of faults begin */
    public Parsed parse(JsonNode json, String pointer, CampaignContext context) {
        CampaignReading reading = new CampaignReading(limits, context);
        return reading.result(reading.isBounded(json, pointer) ? read(json, pointer, reading) : null);
    }

    private static @Nullable Campaign read(JsonNode json, String pointer, CampaignReading reading) {
        Fields campaign = reading.object(json, pointer, CAMPAIGN);
        if (campaign == null) {
            return null;
        }
        CampaignGraph graph = new GraphReader(reading).read(campaign);
        CampaignSettings settings = SettingsReader.read(campaign, "settings", reading);
        campaign.finish();
        return reading.joined(graph, settings, campaign.at("settings"));
    }
}
