package io.millrace.query.campaign;

import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.query.request.Problem;
import java.util.Optional;

/** Where somebody wants a campaign to go in its life. What is so already is no change, and none that is refused. */
enum Move {
    /** Begins what is a draft, and goes on with what is paused. */
    LAUNCH(CampaignStatus.ACTIVE),
    RESUME(CampaignStatus.ACTIVE),
    PAUSE(CampaignStatus.PAUSED),
    COMPLETE(CampaignStatus.COMPLETED);

    private final CampaignStatus wanted;

    Move(CampaignStatus wanted) {
        this.wanted = wanted;
    }

    /** The status after it, empty if it changes nothing; ends the request with 409 where it cannot be. */
    Optional<CampaignStatus> from(CampaignStatus status) {
        if (status == wanted) {
            return Optional.empty();
        }
        if (status == CampaignStatus.COMPLETED) {
            throw Problem.of(409, "conflict", "the campaign is completed, which is for good")
                    .exception();
        }
        if (status == CampaignStatus.DRAFT && this != LAUNCH) {
            throw Problem.of(409, "conflict", "the campaign is a draft, it was never launched")
                    .exception();
        }
        return Optional.of(wanted);
    }
}
