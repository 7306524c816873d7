package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.CampaignosParts;
import io.millrace.core.campaign.CampaignosWorkflow;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.event.Timestamps;
import io.millrace.query.campaign.CampaignNumbers.Numbers;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.overview.Enrollments;
import io.millrace.query.overview.Enrollments.Runs;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.write.CreatedOnce;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Campaigns as CampaignOS speaks of them. Called by many threads at once. */
final class CampaignosCampaigns {

    static final String ID = "campaignId";
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z_]{0,49}");
    private static final Map<String, Move> STATUSES =
            Map.of("ACTIVE", Move.LAUNCH, "PAUSED", Move.PAUSE, "COMPLETED", Move.COMPLETE);

    private final Campaigns campaigns;
    private final CreatedOnce createdOnce;
    private final CampaignNumbers numbers;
    private final Enrollments enrollments;
    private final CampaignForm form = new CampaignosForm();

    CampaignosCampaigns(
            Campaigns campaigns, CreatedOnce createdOnce, CampaignNumbers numbers, Enrollments enrollments) {
        this.campaigns = campaigns;
        this.createdOnce = createdOnce;
        this.numbers = numbers;
        this.enrollments = enrollments;
    }

    /** All of them, in a bare list. */
    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of(), faults);
        faults.throwIfAny();
        Map<String, Numbers> counted = numbers.all(workspace(call));
        Map<String, Runs> runs = enrollments.all(workspace(call));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (StoredCampaign campaign : campaigns.all(workspace(call))) {
            ObjectNode json = brief(campaign);
            json.set("triggers", CampaignosParts.triggers(campaign.content().graph()));
            count(json, runs.getOrDefault(campaign.id(), Runs.NONE), counted.getOrDefault(campaign.id(), Numbers.NONE));
            all.add(json);
        }
        return Reply.json(200, all);
    }

    Reply create(Call call) {
        CampaignBody body = new CampaignBody(call, form);
        body.reader().requiredText("type", "a type such as AUTOMATED or BROADCAST");
        CampaignDraft draft = body.draft(type(body), Optional.empty());
        return Reply.json(
                201, whole(call, campaigns.create(workspace(call), () -> createdOnce.idFor(call), draft, call.at())));
    }

    Reply show(Call call) {
        return Reply.json(200, whole(call, campaigns.found(workspace(call), id(call))));
    }

    Reply edit(Call call) {
        CampaignBody body = new CampaignBody(call, form);
        Optional<Move> move = move(call, body);
        boolean enrollExisting = body.reader().flag("enrollExisting", false);
        CampaignEdit edit = body.edit(type(body), Optional.empty(), move, enrollExisting);
        return Reply.json(200, whole(call, campaigns.edit(workspace(call), id(call), edit, call.at())));
    }

    Reply delete(Call call) {
        campaigns.delete(workspace(call), id(call));
        return Reply.json(
                200, JsonNodeFactory.instance.objectNode().put("id", id(call)).put("deleted", true));
    }

    /** A draft may be called one; what was launched is none any more. */
    private Optional<Move> move(Call call, CampaignBody body) {
        ObjectReader reader = body.reader();
        JsonNode status = reader.any("status");
        if (status == null) {
            return Optional.empty();
        }
        if (status.asText().equals("DRAFT")
                && campaigns.found(workspace(call), id(call)).status() == CampaignStatus.DRAFT) {
            return Optional.empty();
        }
        Optional<Move> move = Optional.ofNullable(STATUSES.get(status.asText()));
        if (move.isEmpty()) {
            body.faults().invalid("/status", status, "ACTIVE, PAUSED or COMPLETED");
        }
        return move;
    }

    private static Optional<String> type(CampaignBody body) {
        JsonNode given = body.reader().any("type");
        if (given != null
                && !given.asText().isBlank()
                && !(given.isTextual() && TYPE.matcher(given.textValue()).matches())) {
            body.faults().invalid("/type", given, "a type such as AUTOMATED or BROADCAST");
        }
        return given == null ? Optional.empty() : Optional.ofNullable(given.textValue());
    }

    private static String workspace(Call call) {
        return call.ownWorkspace().id();
    }

    private static String id(Call call) {
        return CampaignIds.inPath(call, ID);
    }

    private static ObjectNode brief(StoredCampaign campaign) {
        String type = GrowthosForm.type(campaign.content()).equals(GrowthosForm.BROADCAST) ? "BROADCAST" : "AUTOMATED";
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", campaign.id())
                .put("name", campaign.definition().name())
                .put("status", campaign.status().text().toUpperCase(Locale.ROOT))
                .put("type", campaign.definition().type().orElse(type))
                .put(
                        "createdAt",
                        Timestamps.format(campaign.definition().createdAt().toEpochMilli()));
    }

    private ObjectNode whole(Call call, StoredCampaign campaign) {
        ObjectNode json = brief(campaign);
        json.put(
                "updatedAt", Timestamps.format(campaign.definition().updatedAt().toEpochMilli()));
        json.put("description", campaign.definition().description());
        json.putNull("startAt").putNull("endAt");
        json.setAll(CampaignosWorkflow.write(campaign.content()));
        json.set("triggers", CampaignosParts.triggers(campaign.content().graph()));
        json.set("actions", CampaignosParts.actions(campaign.content().graph()));
        json.set("abTests", CampaignosParts.abTests(campaign.content().graph()));
        json.put("version", campaign.revision());
        count(json, enrollments.of(workspace(call), campaign.id()), numbers.of(workspace(call), campaign.id()));
        return json;
    }

    private static void count(ObjectNode json, Runs runs, Numbers counted) {
        json.putObject("_count").put("enrollments", runs.total()).put("messages", counted.sent());
    }
}
