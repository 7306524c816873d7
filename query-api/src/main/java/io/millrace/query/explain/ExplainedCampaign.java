package io.millrace.query.explain;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.definition.CampaignDefinition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A campaign as it stands, for those who explain it.
 *
 * @param current what contacts enter with
 * @param versionSince when the current version was written; empty if that is not known
 * @param versions what each stored version does, by its number
 */
public record ExplainedCampaign(
        CampaignDefinition definition, Campaign current, Optional<Instant> versionSince, Map<Long, Campaign> versions) {
    public ExplainedCampaign {
        versions = Map.copyOf(versions);
    }

    /** What a run does that entered with this version. */
    Campaign version(long number) {
        return versions.getOrDefault(number, current);
    }

    /** Since when somebody could have entered it as it is now, as far as is known; epoch milliseconds. */
    long openSince() {
        long since = definition.createdAt().toEpochMilli();
        since = Math.max(since, millis(definition.statusSince()));
        since = Math.max(since, millis(versionSince));
        return Math.max(since, millis(Optional.ofNullable(current.settings().startAt())));
    }

    private static long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(0L);
    }
}
