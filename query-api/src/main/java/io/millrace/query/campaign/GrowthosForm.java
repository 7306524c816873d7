package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.GrowthosSteps;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.TriggerOn;
import java.util.List;
import java.util.Optional;

/** Emails one after another or one to a segment, as GrowthOS has them; or the graph itself, which says every campaign. */
final class GrowthosForm implements CampaignForm {

    static final String LIFECYCLE = "lifecycle";
    static final String BROADCAST = "broadcast";

    private static final List<String> GRAPH = List.of("nodes", "edges");
    private static final List<String> FIELDS = List.of(
            "type",
            "trigger",
            "steps",
            "segment_id",
            "subject",
            "template_id",
            "content",
            "scheduled_at",
            FormFields.SETTINGS,
            "nodes",
            "edges");

    private final GrowthosSteps steps = new GrowthosSteps(CampaignLimits.DEFAULT);
    private final CampaignParser graphs = new CampaignParser(CampaignLimits.DEFAULT);

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    /** Of a request for another type, or for the graph instead of steps, only the settings of before are kept. */
    @Override
    public ObjectNode before(Campaign campaign, ObjectNode changed) {
        Optional<ObjectNode> form = GrowthosSteps.write(campaign);
        boolean toGraph = GRAPH.stream().anyMatch(changed::has);
        boolean fromGraph = form.isEmpty() && !settingsAlone(changed);
        boolean otherType = form.isPresent()
                && changed.hasNonNull("type")
                && !changed.path("type").equals(form.get().path("type"));
        if (toGraph || form.isEmpty() && settingsAlone(changed)) {
            return CampaignJson.write(campaign);
        }
        if (otherType || fromGraph) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            kept.put("type", type(campaign));
            return kept.set(FormFields.SETTINGS, CampaignJson.settings(campaign.settings()));
        }
        return form.orElseThrow();
    }

    private static boolean settingsAlone(ObjectNode changed) {
        return changed.size() == 1 && changed.has(FormFields.SETTINGS);
    }

    @Override
    public CampaignParser.Parsed parse(ObjectNode form, CampaignContext context) {
        if (GRAPH.stream().noneMatch(form::has)) {
            return steps.parse(form, "", context);
        }
        ObjectNode graph = form.deepCopy();
        JsonNode type = graph.path("type");
        if (type.isTextual() && List.of(LIFECYCLE, BROADCAST).contains(type.textValue())) {
            // Beside a graph it says nothing that the triggers do not.
            graph.remove("type");
        }
        return graphs.parse(graph, "", context);
    }

    /** A campaign in steps, where it can be, else empty. */
    static Optional<ObjectNode> write(Campaign campaign) {
        return GrowthosSteps.write(campaign);
    }

    /** One whose triggers are all on a schedule is a broadcast. */
    static String type(Campaign campaign) {
        List<Node.Trigger> triggers = campaign.graph().triggers();
        boolean scheduled = !triggers.isEmpty()
                && triggers.stream().allMatch(trigger -> trigger.on() instanceof TriggerOn.Scheduled);
        return scheduled ? BROADCAST : LIFECYCLE;
    }
}
