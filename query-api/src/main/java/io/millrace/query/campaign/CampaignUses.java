package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignReferences;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which segments and templates may not be taken away because a campaign names them, in any version in which somebody may
 * be. Thread-safe.
 */
public final class CampaignUses {

    private final CampaignStore store;

    public CampaignUses(Definitions definitions) {
        this.store = new CampaignStore(definitions);
    }

    /** Ends the request with 409 if a campaign names the segment. */
    public void throwIfNames(String workspace, String segment) {
        throwIfAny(segment, " is named by ", users(workspace, segment, CampaignReferences::segments));
    }

    /** Ends the request with 409 if a campaign sends the template. */
    public void throwIfSends(String workspace, String template) {
        throwIfAny(template, " is sent by ", users(workspace, template, CampaignReferences::templates));
    }

    private List<StoredCampaign> users(String workspace, String id, Function<Campaign, Set<String>> named) {
        return store.all(workspace).stream()
                .filter(campaign -> campaign.status() != CampaignStatus.COMPLETED)
                .filter(campaign -> inForce(workspace, campaign).stream()
                        .anyMatch(content -> named.apply(content).contains(id)))
                .toList();
    }

    /** Nobody has entered a draft. */
    private List<Campaign> inForce(String workspace, StoredCampaign campaign) {
        return campaign.status() == CampaignStatus.DRAFT
                ? List.of(campaign.content())
                : store.versions(workspace, campaign);
    }

    private static void throwIfAny(String id, String how, List<StoredCampaign> users) {
        if (users.isEmpty()) {
            return;
        }
        List<ObjectNode> details = users.stream()
                .map(user -> JsonNodeFactory.instance
                        .objectNode()
                        .put("used_by", user.id())
                        .put("name", user.definition().name()))
                .toList();
        String names = users.stream()
                .map(user -> user.definition().name() + " (" + user.id() + ")")
                .collect(Collectors.joining(", "));
        throw new Problem(409, "in_use", id + how + names, List.of(), details).exception();
    }
}
