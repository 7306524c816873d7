package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.RuleBook;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.definition.CampaignDefinition.Activation;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.core.rule.RuleParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link CampaignBook} as JSON text. Format 1 was a rule book alone; format 2 has that as {@code rules}, and beside it the
 * campaigns.
 */
final class CampaignBookJson {

    private static final int FORMAT = 2;
    private static final int RULES_ALONE = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private CampaignBookJson() {}

    static String write(RuleBook rules, Map<String, WorkspaceCampaigns> workspaces, long atMillis) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("at", atMillis)
                .put("rules", rules.write());
        ObjectNode books = json.putObject("workspaces");
        workspaces.forEach((workspace, book) -> {
            ObjectNode of = books.putObject(workspace)
                    .put("epoch", book.inForce().epoch())
                    .put("effective_from", book.inForce().effectiveFrom())
                    .put("zone", book.zone().getId());
            ObjectNode campaigns = of.putObject("campaigns");
            book.byId.forEach((id, campaign) -> write(campaign, campaigns.putObject(id)));
        });
        return json.toString();
    }

    private static void write(BookedCampaign campaign, ObjectNode json) {
        json.put("name", campaign.name)
                .put("status", campaign.status.text())
                .put("version", campaign.wanted)
                .put("activation", campaign.activation)
                .put("fired_through", campaign.firedThrough);
        if (campaign.due.number() > 0) {
            ObjectNode due = json.putObject("due").put("enroll_existing", campaign.due.enrollExisting());
            campaign.due.fires().forEach(due.putArray("fires")::add);
        }
        versions(campaign.inForce, json.putObject("in_force"));
        versions(campaign.arrived, json.putObject("arrived"));
    }

    private static void versions(Map<Long, BookedVersion> versions, ObjectNode json) {
        versions.forEach((number, version) -> json.putObject(Long.toString(number))
                .put("definition", version.definition())
                .set("content", version.content()));
    }

    static CampaignBook read(String text, RuleParser ruleParser) {
        JsonNode json = parse(text);
        int format = json.path("format").asInt();
        if (format == RULES_ALONE) {
            return new CampaignBook(RuleBook.read(text, ruleParser), Map.of(), Long.MIN_VALUE, List.of());
        }
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "a campaign book of format " + json.path("format") + ", this version reads up to " + FORMAT);
        }
        List<String> unreadable = new ArrayList<>();
        Map<String, WorkspaceCampaigns> workspaces = new TreeMap<>();
        json.path("workspaces")
                .fields()
                .forEachRemaining(field ->
                        workspaces.put(field.getKey(), workspace(field.getKey(), field.getValue(), unreadable)));
        RuleBook rules = RuleBook.read(
                json.path("rules").textValue(),
                ruleParser,
                workspace -> workspaces.containsKey(workspace)
                        ? workspaces.get(workspace).watched()
                        : Map.of());
        return new CampaignBook(rules, workspaces, json.path("at").asLong(), unreadable);
    }

    /** What cannot be read any more is left out; whoever was in it leaves it. */
    private static WorkspaceCampaigns workspace(String workspace, JsonNode json, List<String> unreadable) {
        WorkspaceCampaigns book = new WorkspaceCampaigns(workspace);
        boolean all = true;
        for (Map.Entry<String, JsonNode> field : json.path("campaigns").properties()) {
            try {
                book.byId.put(field.getKey(), campaign(field.getKey(), field.getValue()));
            } catch (IllegalArgumentException e) {
                unreadable.add(workspace + "/" + field.getKey() + ": " + e.getMessage());
                all = false;
            }
        }
        long epoch = json.path("epoch").asLong();
        book.restore(
                all ? epoch : epoch + 1,
                json.path("effective_from").asLong(),
                ZoneId.of(json.path("zone").asText()));
        return book;
    }

    private static BookedCampaign campaign(String id, JsonNode json) {
        CampaignParser parser = new CampaignParser(CampaignLimits.DEFAULT);
        BookedCampaign campaign = new BookedCampaign(id);
        campaign.status = CampaignStatus.valueOf(json.path("status").asText().toUpperCase(Locale.ROOT));
        campaign.name = json.path("name").asText();
        campaign.wanted = json.path("version").asLong();
        campaign.activation = json.path("activation").asLong();
        campaign.firedThrough = json.path("fired_through").asLong();
        if (json.has("due")) {
            List<String> fires = new ArrayList<>();
            json.path("due").path("fires").forEach(trigger -> fires.add(trigger.asText()));
            campaign.due = new Activation(
                    campaign.activation,
                    json.path("due").path("enroll_existing").asBoolean(),
                    fires);
        }
        versions(id, json.path("in_force"), campaign.inForce, parser);
        versions(id, json.path("arrived"), campaign.arrived, parser);
        return campaign;
    }

    private static void versions(
            String campaign, JsonNode json, Map<Long, BookedVersion> versions, CampaignParser parser) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            long number = Long.parseLong(field.getKey());
            versions.put(
                    number,
                    BookedVersion.of(
                            new CampaignVersion(
                                    campaign, number, field.getValue().path("content"), Instant.EPOCH),
                            field.getValue().path("definition").asLong(),
                            parser));
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the book is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
