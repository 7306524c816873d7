package io.millrace.core.campaign.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The campaigns of a workspace as they stand from an instant on, shared by all its contacts. Immutable and thread-safe.
 *
 * @param workspace its id, which is hashed into the ids of sends
 * @param epoch grows with every change here
 * @param effectiveFrom the instant of the last change, in epoch milliseconds
 * @param byId in the order in which those of one instant have their turn
 */
public record Campaigns(String workspace, long epoch, long effectiveFrom, Map<String, CampaignInForce> byId) {

    public static final Campaigns NONE = new Campaigns("", 0, 0, List.of());

    public Campaigns {
        byId = Collections.unmodifiableMap(new TreeMap<>(byId));
    }

    public Campaigns(String workspace, long epoch, long effectiveFrom, Collection<CampaignInForce> campaigns) {
        this(workspace, epoch, effectiveFrom, byId(campaigns));
    }

    /** Null if there is none of that id. */
    public @Nullable CampaignInForce get(String id) {
        return byId.get(id);
    }

    private static Map<String, CampaignInForce> byId(Collection<CampaignInForce> campaigns) {
        Map<String, CampaignInForce> byId = new TreeMap<>();
        campaigns.forEach(campaign -> byId.put(campaign.id(), campaign));
        return byId;
    }
}
