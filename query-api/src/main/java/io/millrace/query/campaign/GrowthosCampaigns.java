package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.event.Timestamps;
import io.millrace.query.campaign.CampaignNumbers.Numbers;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.CreatedPage;
import io.millrace.query.list.RowPage;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.write.CreatedOnce;
import java.util.List;
import java.util.Optional;

/** Campaigns as GrowthOS speaks of them. Called by many threads at once. */
final class GrowthosCampaigns {

    private static final List<String> LIST_PARAMETERS = List.of("type", "status", "limit", "cursor", "format");
    private static final List<String> LIST_COLUMNS = List.of(
            "id", "name", "description", "type", "status", "version", "graph_version", "created_at", "updated_at");
    private static final List<String> TYPES = List.of(GrowthosForm.LIFECYCLE, GrowthosForm.BROADCAST);
    private static final String CURSOR = "c1";
    private static final String ID = "id";

    private final Campaigns campaigns;
    private final CreatedOnce createdOnce;
    private final CampaignNumbers numbers;
    private final CampaignForm form = new GrowthosForm();

    GrowthosCampaigns(Campaigns campaigns, CreatedOnce createdOnce, CampaignNumbers numbers) {
        this.campaigns = campaigns;
        this.createdOnce = createdOnce;
        this.numbers = numbers;
    }

    Reply create(Call call) {
        CampaignDraft draft = new CampaignBody(call, form).draft(Optional.empty(), Optional.empty());
        return Reply.json(
                201, json(campaigns.create(workspace(call), () -> createdOnce.idFor(call), draft, call.at())));
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(LIST_PARAMETERS, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        Optional<String> type = call.parameter("type");
        type.filter(text -> !TYPES.contains(text))
                .ifPresent(text -> faults.invalid("type", TextNode.valueOf(text), "lifecycle or broadcast"));
        Optional<String> status = Statuses.wanted(call, faults);
        List<StoredCampaign> all = campaigns.all(workspace(call)).stream()
                .filter(campaign -> type.isEmpty() || type.get().equals(GrowthosForm.type(campaign.content())))
                .filter(campaign -> Statuses.matches(status, campaign))
                .toList();
        CreatedPage<StoredCampaign> page = CreatedPage.of(call, CURSOR, all, StoredCampaign::place, faults);
        RowPage rows =
                new RowPage(page.shown().stream().map(GrowthosCampaigns::json).toList(), page.nextCursor());
        return csv ? rows.csv(LIST_COLUMNS) : rows.json();
    }

    Reply show(Call call) {
        return Reply.json(200, json(found(call)));
    }

    Reply edit(Call call) {
        CampaignEdit edit =
                new CampaignBody(call, form).edit(Optional.empty(), Optional.empty(), Optional.empty(), false);
        return Reply.json(200, json(campaigns.edit(workspace(call), id(call), edit, call.at())));
    }

    Reply delete(Call call) {
        campaigns.delete(workspace(call), id(call));
        return Reply.json(
                200, JsonNodeFactory.instance.objectNode().put("id", id(call)).put("deleted", true));
    }

    Reply activate(Call call) {
        return moved(call, Move.LAUNCH);
    }

    Reply resume(Call call) {
        return moved(call, Move.RESUME);
    }

    Reply pause(Call call) {
        return moved(call, Move.PAUSE);
    }

    Reply complete(Call call) {
        return moved(call, Move.COMPLETE);
    }

    /** The body may be left out. */
    private Reply moved(Call call, Move move) {
        boolean enrollExisting = false;
        if (call.body().length > 0) {
            Faults faults = new Faults();
            Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
            faults.throwIfAny();
            ObjectReader reader = body.orElseThrow();
            enrollExisting = reader.flag("enroll_existing", false);
            reader.finish();
            faults.throwIfAny();
        }
        CampaignEdit edit = CampaignEdit.of(move, enrollExisting, form);
        return Reply.json(200, json(campaigns.edit(workspace(call), id(call), edit, call.at())));
    }

    /** What became of its messages; opens, clicks and unsubscriptions of the delivered, bounces of the sent. */
    Reply stats(Call call) {
        StoredCampaign campaign = found(call);
        Numbers counted = numbers.of(workspace(call), campaign.id());
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("campaign_id", campaign.id())
                .put("status", campaign.status().text());
        body.putObject("stats")
                .put("sent", counted.sent())
                .put("delivered", counted.delivered())
                .put("opened", counted.opened())
                .put("clicked", counted.clicked())
                .put("bounced", counted.bounced())
                .put("unsubscribed", counted.unsubscribed())
                .put("open_rate", Numbers.rate(counted.opened(), counted.delivered()))
                .put("click_rate", Numbers.rate(counted.clicked(), counted.delivered()))
                .put("bounce_rate", Numbers.rate(counted.bounced(), counted.sent()))
                .put("unsubscribe_rate", Numbers.rate(counted.unsubscribed(), counted.delivered()));
        body.put("updated_at", Timestamps.format(call.at().toEpochMilli()));
        return Reply.json(200, body);
    }

    StoredCampaign found(Call call) {
        return campaigns.found(workspace(call), id(call));
    }

    private static String workspace(Call call) {
        return call.ownWorkspace().id();
    }

    private static String id(Call call) {
        return CampaignIds.inPath(call, ID);
    }

    /** As steps or broadcast, where it is one, and always as the graph it is. */
    static ObjectNode json(StoredCampaign campaign) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", campaign.id())
                .put("name", campaign.definition().name())
                .put("description", campaign.definition().description())
                .put("type", GrowthosForm.type(campaign.content()))
                .put("status", campaign.status().text());
        GrowthosForm.write(campaign.content()).ifPresent(json::setAll);
        json.setAll(CampaignJson.write(campaign.content()));
        json.put("version", campaign.revision())
                .put("graph_version", campaign.definition().version());
        json.put(
                "created_at",
                Timestamps.format(campaign.definition().createdAt().toEpochMilli()));
        json.put(
                "updated_at",
                Timestamps.format(campaign.definition().updatedAt().toEpochMilli()));
        return json;
    }
}
