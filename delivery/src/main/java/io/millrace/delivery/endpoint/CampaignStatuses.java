package io.millrace.delivery.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Follows topic {@code definitions} from its beginning and notices campaigns that come into another status. Not thread-safe. */
final class CampaignStatuses {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Definition.Key, String> statuses = new HashMap<>();

    /** What the record tells, if anything; its status is the one before from now on. */
    List<Occurrence> next(ConsumerRecord<byte[], byte[]> record) {
        try {
            Definition.Key key = DefinitionRecord.key(record.key());
            if (key.kind() != Definition.Kind.CAMPAIGN) {
                return List.of();
            }
            return changed(key, DefinitionRecord.body(record.value()), record);
        } catch (DefinitionRecord.DamagedException e) {
            // The definitions' own reader says so.
            return List.of();
        }
    }

    private List<Occurrence> changed(Definition.Key key, @Nullable String body, ConsumerRecord<byte[], byte[]> record) {
        if (body == null) {
            statuses.remove(key);
            return List.of();
        }
        JsonNode campaign;
        try {
            campaign = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return List.of();
        }
        String status = campaign.path("status").asText();
        if (status.equals(statuses.put(key, status))) {
            return List.of();
        }
        return Occurrences.ofCampaign(
                key.workspace(), key.id(), campaign.path("name").asText(), status, record.offset(), record.timestamp());
    }
}
