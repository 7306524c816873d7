package io.millrace.core.campaign.engine;

import io.millrace.core.campaign.Campaign;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A campaign as the engine knows it.
 *
 * @param name for people; empty if none is known
 * @param versions all of which runs may still exist; the greatest is the one that contacts enter with
 */
public record CampaignInForce(String id, String name, CampaignStatus status, SortedMap<Long, Campaign> versions) {
    public CampaignInForce {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a campaign has at least one version: " + id);
        }
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /** One whose name is not known. */
    public CampaignInForce(String id, CampaignStatus status, SortedMap<Long, Campaign> versions) {
        this(id, "", status, versions);
    }

    public long version() {
        return versions.lastKey();
    }

    public Campaign current() {
        return Objects.requireNonNull(versions.get(versions.lastKey()));
    }

    public CampaignInForce with(CampaignStatus changed) {
        return new CampaignInForce(id, name, changed, versions);
    }

    /** With one more version, under a number greater than all before. */
    public CampaignInForce edited(long version, Campaign campaign) {
        SortedMap<Long, Campaign> all = new TreeMap<>(versions);
        all.put(version, campaign);
        return new CampaignInForce(id, name, status, all);
    }
}
