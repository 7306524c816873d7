package io.millrace.query.campaign;

import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.query.request.ProblemException;
import io.millrace.streams.definition.Definitions.DefinitionsUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches drafts at their start, on a thread of its own: a few seconds ahead, since nobody enters before it anyway. A
 * draft whose start had passed when it was last changed waits for its launch by hand, and so does one that is not whole.
 * Of several instances one does it.
 */
final class CampaignStarter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignStarter.class);
    private static final Duration AHEAD = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 2_000;

    private final CampaignStore store;
    private final Campaigns campaigns;
    private final Clock clock;
    private final Thread thread;

    /** The revisions that could not be launched, by campaign. */
    private final Map<String, Long> refused = new ConcurrentHashMap<>();

    private volatile boolean closing;

    private CampaignStarter(CampaignStore store, Campaigns campaigns, Clock clock) {
        this.store = store;
        this.campaigns = campaigns;
        this.clock = clock;
        this.thread = new Thread(this::loop, "campaign-starter");
        thread.setDaemon(true);
    }

    static CampaignStarter start(CampaignStore store, Campaigns campaigns, Clock clock) {
        CampaignStarter starter = new CampaignStarter(store, campaigns, clock);
        starter.thread.start();
        return starter;
    }

    /** Whether a campaign is to be launched now. */
    static boolean isDue(StoredCampaign campaign, Instant now) {
        Optional<Instant> start = campaign.definition().startAt();
        return campaign.status() == CampaignStatus.DRAFT
                && start.isPresent()
                && start.get().isAfter(campaign.definition().updatedAt())
                && !start.get().isAfter(now.plus(AHEAD));
    }

    private void loop() {
        while (!closing) {
            try {
                store.forEach((workspace, campaign) -> {
                    if (isDue(campaign, clock.instant())) {
                        launch(workspace, campaign);
                    }
                });
            } catch (RuntimeException e) {
                LOG.error("Campaigns cannot be started now", e);
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void launch(String workspace, StoredCampaign campaign) {
        if (Long.valueOf(campaign.revision()).equals(refused.get(campaign.id()))) {
            return;
        }
        try {
            campaigns.edit(
                    workspace, campaign.id(), CampaignEdit.of(Move.LAUNCH, false, new GrowthosForm()), clock.instant());
            LOG.info("Launched campaign {} of workspace {} at its start", campaign.id(), workspace);
        } catch (ProblemException e) {
            refused.put(campaign.id(), campaign.revision());
            LOG.warn("Campaign {} of workspace {} cannot be launched: {}", campaign.id(), workspace, e.getMessage());
        } catch (DefinitionsUnavailableException e) {
            LOG.warn("Campaign {} cannot be launched now: {}", campaign.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
