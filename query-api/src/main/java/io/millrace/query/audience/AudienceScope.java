package io.millrace.query.audience;

import io.millrace.core.audience.SegmentRule;
import io.millrace.query.identity.Identities;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What statements about one workspace stand on, read beforehand.
 *
 * @param zone the workspace's
 * @param optOutGroups subscription groups whose default is subscribed
 * @param segments by id, hand-kept ones too; without cycles
 * @param newestMillis when the newest of its contacts was created, in epoch milliseconds
 * @param zones of each value of {@code traits.timezone} (JSON text) that names a zone, that zone
 */
public record AudienceScope(
        String workspace,
        ZoneId zone,
        Set<String> optOutGroups,
        Function<String, Optional<SegmentRule>> segments,
        Identities identities,
        long newestMillis,
        Map<String, ZoneId> zones) {

    public AudienceScope {
        optOutGroups = Set.copyOf(optOutGroups);
        zones = Map.copyOf(zones);
    }
}
