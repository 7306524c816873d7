package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.rule.RuleSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The JSON schema (draft 2020-12) of campaigns: for editors and for people; what is accepted is for {@link CampaignParser}
 * to say. It carries the schema of rules within itself, so that it is whole without another file.
 */
public final class CampaignSchema {

    private CampaignSchema() {}

    /** A copy of the schema. */
    public static ObjectNode read() {
        try (InputStream text = CampaignSchema.class.getResourceAsStream("campaign-graph.schema.json")) {
            if (text == null) {
                throw new IllegalStateException(
                        "campaign-graph.schema.json is missing beside " + CampaignSchema.class.getName());
            }
            ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(text);
            schema.withObject("/$defs").set("rules", RuleSchema.read());
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
