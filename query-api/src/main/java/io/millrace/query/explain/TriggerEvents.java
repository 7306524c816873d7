package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.Patterns;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.query.contact.ContactHistory;
import java.util.Comparator;
import java.util.Map;

/** Finds the event with which a contact would have entered a campaign last. Thread-safe. */
public final class TriggerEvents {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public TriggerEvents(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /**
     * Its properties; an empty object if there is none.
     *
     * @param contact an id, external id or anonymous id
     */
    public JsonNode newest(String workspace, Campaign campaign, String contact, long nowMillis) {
        boolean byEvent =
                campaign.graph().triggers().stream().anyMatch(trigger -> trigger.on() instanceof TriggerOn.Event);
        if (!byEvent) {
            return JsonNodeFactory.instance.objectNode();
        }
        return ContactHistory.read(workspace, contact, nowMillis, client, bounds).events().stream()
                .map(KnownEvent::stored)
                .filter(event -> campaign.graph().triggers().stream()
                        .anyMatch(trigger ->
                                trigger.on() instanceof TriggerOn.Event on && Patterns.matches(on.event(), event)))
                .max(Comparator.comparing(KnownEvent::arrival))
                .map(KnownEvent::properties)
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
