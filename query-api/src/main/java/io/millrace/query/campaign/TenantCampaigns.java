package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.event.Timestamps;
import io.millrace.query.campaign.CampaignNumbers.Numbers;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.TenantEnvelope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.write.CreatedOnce;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Campaigns as the Tenant API speaks of them. Called by many threads at once. */
final class TenantCampaigns {

    private static final List<String> GOALS = List.of("awareness", "lead_gen", "sales");
    private static final Map<String, Move> ACTIONS = actions();
    private static final String ID = "id";

    private final Campaigns campaigns;
    private final CreatedOnce createdOnce;
    private final CampaignNumbers numbers;
    private final CampaignForm form = new TenantForm();

    TenantCampaigns(Campaigns campaigns, CreatedOnce createdOnce, CampaignNumbers numbers) {
        this.campaigns = campaigns;
        this.createdOnce = createdOnce;
        this.numbers = numbers;
    }

    private static Map<String, Move> actions() {
        Map<String, Move> actions = new LinkedHashMap<>();
        actions.put("start", Move.LAUNCH);
        actions.put("resume", Move.RESUME);
        actions.put("pause", Move.PAUSE);
        actions.put("complete", Move.COMPLETE);
        return actions;
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("workspace", "status", "limit", "offset"), faults);
        TenantEnvelope.requireWorkspace(call, faults);
        Optional<String> status = Statuses.wanted(call, faults);
        TenantEnvelope.Slice slice = TenantEnvelope.slice(call, faults);
        faults.throwIfAny();
        List<StoredCampaign> all = campaigns.all(workspace(call)).stream()
                .filter(campaign -> Statuses.matches(status, campaign))
                .toList();
        Map<String, Numbers> counted = numbers.all(workspace(call));
        return slice.reply(all, campaign -> listed(campaign, counted.getOrDefault(campaign.id(), Numbers.NONE)));
    }

    Reply create(Call call) {
        CampaignBody body = new CampaignBody(call, form);
        TenantEnvelope.requireWorkspace(call, body.reader());
        CampaignDraft draft = body.draft(Optional.empty(), goal(body));
        return TenantEnvelope.reply(
                201, brief(campaigns.create(workspace(call), () -> createdOnce.idFor(call), draft, call.at())));
    }

    Reply show(Call call) {
        return TenantEnvelope.reply(200, whole(campaigns.found(workspace(call), id(call))));
    }

    Reply edit(Call call) {
        CampaignBody body = new CampaignBody(call, form);
        CampaignEdit edit = body.edit(Optional.empty(), goal(body), Optional.empty(), false);
        return TenantEnvelope.reply(200, whole(campaigns.edit(workspace(call), id(call), edit, call.at())));
    }

    /** Starts, resumes, pauses or completes. */
    Reply send(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        reader.requiredText("action", "one of " + String.join(", ", ACTIONS.keySet()));
        Move move = reader.choice("action", ACTIONS, Move.LAUNCH);
        boolean enrollExisting = reader.flag("enroll_existing", false);
        reader.finish();
        faults.throwIfAny();
        CampaignEdit edit = CampaignEdit.of(move, enrollExisting, form);
        return TenantEnvelope.reply(200, brief(campaigns.edit(workspace(call), id(call), edit, call.at())));
    }

    private static Optional<String> goal(CampaignBody body) {
        JsonNode given = body.reader().any("goal");
        if (given != null && !(given.isTextual() && GOALS.contains(given.textValue()))) {
            body.faults().invalid("/goal", given, "one of " + String.join(", ", GOALS));
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
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", campaign.id())
                .put("name", campaign.definition().name())
                .put("status", campaign.status().text());
    }

    private static ObjectNode listed(StoredCampaign campaign, Numbers counted) {
        ObjectNode json = brief(campaign);
        json.putObject("stats")
                .put("sent", counted.sent())
                .put("opened", counted.opened())
                .put("replied", counted.replied());
        return json.put(
                "created_at",
                Timestamps.format(campaign.definition().createdAt().toEpochMilli()));
    }

    /** A campaign that is no sequence has none, and its settings all the same. */
    private static ObjectNode whole(StoredCampaign campaign) {
        ObjectNode json = brief(campaign);
        ObjectNode said = TenantForm.write(campaign.content()).orElseGet(() -> {
            ObjectNode none = JsonNodeFactory.instance.objectNode();
            none.putNull("sequence");
            return none.set("settings", CampaignJson.settings(campaign.content().settings()));
        });
        json.setAll(said);
        json.put("goal", campaign.definition().goal().orElse(null));
        json.put("version", campaign.revision());
        json.put(
                "created_at",
                Timestamps.format(campaign.definition().createdAt().toEpochMilli()));
        return json.put(
                "updated_at",
                Timestamps.format(campaign.definition().updatedAt().toEpochMilli()));
    }
}
