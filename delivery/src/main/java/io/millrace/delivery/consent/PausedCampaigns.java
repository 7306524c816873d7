package io.millrace.delivery.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.record.SendRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Whether the campaign of a send is paused, as definitions stand. Thread-safe. */
public final class PausedCampaigns implements Predicate<SendRecord> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Definitions definitions;
    private final Map<Definition.Key, Known> known = new ConcurrentHashMap<>();

    private record Known(long version, boolean paused) {}

    public PausedCampaigns(Definitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public boolean test(SendRecord send) {
        if (send.origin().campaign().isEmpty()) {
            return false;
        }
        Definition.Key key = new Definition.Key(
                Definition.Kind.CAMPAIGN, send.workspace(), send.origin().campaign());
        return definitions.get(key).map(this::paused).orElse(false);
    }

    private boolean paused(Definition campaign) {
        Known read = known.get(campaign.key());
        if (read == null || read.version() != campaign.version()) {
            read = new Known(campaign.version(), read(campaign.body()));
            known.put(campaign.key(), read);
        }
        return read.paused();
    }

    /** A damaged definition pauses nothing: the send was granted when it was not. */
    private static boolean read(String body) {
        try {
            return JSON.readTree(body).path("status").asText().equalsIgnoreCase("paused");
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
