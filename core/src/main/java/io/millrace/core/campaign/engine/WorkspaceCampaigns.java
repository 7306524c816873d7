package io.millrace.core.campaign.engine;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.WatchedRules;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A workspace's part of a {@link CampaignBook}. Not thread-safe. */
final class WorkspaceCampaigns {

    final TreeMap<String, BookedCampaign> byId = new TreeMap<>();
    private Campaigns inForce;
    private ZoneId zone = ZoneOffset.UTC;

    WorkspaceCampaigns(String workspace) {
        this.inForce = new Campaigns(workspace, 0, 0, List.of());
    }

    Campaigns inForce() {
        return inForce;
    }

    /** @param definition empty if it is deleted */
    void campaign(String id, Optional<CampaignDefinition> definition, long at) {
        if (definition.isPresent()) {
            named(id).define(definition.get(), at);
        } else if (byId.containsKey(id) && named(id).delete()) {
            byId.remove(id);
        }
    }

    void version(String campaign, BookedVersion version) {
        named(campaign).arrive(version);
    }

    /** A version whose definition is deleted before anybody entered with it. */
    void versionDeleted(String campaign, long number) {
        BookedCampaign known = byId.get(campaign);
        if (known != null) {
            known.arrived.remove(number);
        }
    }

    private BookedCampaign named(String id) {
        return byId.computeIfAbsent(id, BookedCampaign::new);
    }

    /** The conditions that have their past by a back-fill, if a version of a campaign waits for it. */
    List<LeafKey> backfilled(String id, BackfillStatus status) {
        for (BookedCampaign campaign : byId.values()) {
            for (BookedVersion version : campaign.arrived.values()) {
                if (CampaignVersion.id(campaign.id, version.number()).equals(id)
                        && status.doneFor(version.definition())) {
                    return version.rules().leaves();
                }
            }
        }
        return List.of();
    }

    /**
     * Puts in force what may be.
     *
     * @param now the workspace's zone, by which limits count days
     * @return whether runs in progress must be told
     */
    boolean settle(Predicate<List<LeafKey>> seeded, ZoneId now, long at) {
        List<CampaignInForce> all = new ArrayList<>();
        for (BookedCampaign campaign : byId.values()) {
            campaign.settle(seeded, at);
            CampaignInForce one = campaign.inForce();
            if (one != null) {
                all.add(one);
            }
        }
        Campaigns before = inForce;
        Campaigns next = new Campaigns(before.workspace(), before.epoch() + 1, at, all);
        if (next.byId().equals(before.byId()) && now.equals(zone)) {
            return false;
        }
        if (!now.equals(zone)) {
            // A local time that lies behind in the new zone has passed.
            byId.values().forEach(campaign -> campaign.skipThrough(at - 1));
        }
        zone = now;
        inForce = next;
        return next.byId().values().stream().anyMatch(campaign -> touchesRuns(before, campaign));
    }

    /** Whoever is in a paused campaign finds out when a run is due. */
    private static boolean touchesRuns(Campaigns before, CampaignInForce campaign) {
        CampaignInForce known = before.get(campaign.id());
        return known != null
                && known.status() != campaign.status()
                && (campaign.status() == CampaignStatus.ACTIVE || campaign.status() == CampaignStatus.COMPLETED);
    }

    ZoneId zone() {
        return zone;
    }

    Map<String, WatchedRules> watched() {
        Map<String, WatchedRules> all = new TreeMap<>();
        byId.values().forEach(campaign -> campaign.watch(all));
        return all;
    }

    long nextDue(ZoneId zone) {
        return byId.values().stream()
                .mapToLong(campaign -> campaign.nextDue(zone))
                .min()
                .orElse(BookedCampaign.NEVER);
    }

    List<CampaignWord> takeActivations(long at) {
        return byId.values().stream()
                .flatMap(campaign -> campaign.takeActivation(at).stream())
                .toList();
    }

    List<CampaignWord> takeScheduled(long at, ZoneId zone) {
        return byId.values().stream()
                .flatMap(campaign -> campaign.takeScheduled(at, zone).stream())
                .toList();
    }

    /** As it stood when it was written. */
    void restore(long epoch, long effectiveFrom, ZoneId stood) {
        zone = stood;
        List<CampaignInForce> all = new ArrayList<>();
        for (BookedCampaign campaign : byId.values()) {
            CampaignInForce one = campaign.inForce();
            if (one != null) {
                all.add(one);
            }
        }
        inForce = new Campaigns(inForce.workspace(), epoch, effectiveFrom, all);
    }
}
