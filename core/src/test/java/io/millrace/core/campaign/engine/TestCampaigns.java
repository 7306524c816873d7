package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.event.EventType;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Campaigns and events made from JSON, in which single quotes stand for double ones. */
final class TestCampaigns {

    private static final CampaignParser PARSER = new CampaignParser(CampaignLimits.DEFAULT);
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestCampaigns() {}

    static Campaign campaign(String json) {
        CampaignParser.Parsed parsed = PARSER.parse(json(json), "", CampaignContext.ANY);
        if (parsed instanceof CampaignParser.Parsed.Valid valid) {
            return valid.campaign();
        }
        throw new IllegalArgumentException(parsed.toString());
    }

    static CampaignInForce active(String id, String json) {
        return new CampaignInForce(id, CampaignStatus.ACTIVE, new TreeMap<>(Map.of(1L, campaign(json))));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    record Event(EventType type, String name, long timestamp, Arrival arrival, JsonNode properties, JsonNode traits)
            implements EventView {

        static Event track(String name, long at, long sequence, String properties) {
            return new Event(EventType.TRACK, name, at, new Arrival(at, sequence), json(properties), json("{}"));
        }

        static Event identify(String traits, long at, long sequence) {
            return new Event(EventType.IDENTIFY, "", at, new Arrival(at, sequence), json("{}"), json(traits));
        }

        @Override
        public String messageId() {
            return "m" + arrival.sequence();
        }

        @Override
        public @Nullable String userId() {
            return "ann";
        }

        @Override
        public @Nullable String anonymousId() {
            return null;
        }
    }
}
