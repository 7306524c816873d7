package io.millrace.core.campaign.engine;

import io.millrace.core.audience.AudienceRules;
import java.util.List;

/** What a {@link io.millrace.core.audience.RuleChange} means to a {@link CampaignBook}. */
public sealed interface BookUpdate {

    /** Nothing: it is older than what is known, or changes nothing for anybody. */
    record None() implements BookUpdate {}

    /**
     * The workspace's rules or campaigns are others from now on, or something happens to all its contacts at this instant.
     *
     * @param campaignsChanged whether the campaigns or, if there are any, the workspace's zone are others
     * @param words what every contact that is there is told at the instant, in this order
     * @param rejudge whether every contact of the workspace must be judged under these, and under each such change before
     */
    record Changed(
            String workspace,
            AudienceRules rules,
            Campaigns campaigns,
            boolean campaignsChanged,
            List<CampaignWord> words,
            boolean rejudge)
            implements BookUpdate {
        public Changed {
            words = List.copyOf(words);
        }
    }

    /** It cannot be used and changes nothing. */
    record Damaged(String reason) implements BookUpdate {}
}
