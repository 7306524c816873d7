package io.millrace.core.audience;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of one workspace, compiled once and shared by all its contacts: immutable and thread-safe. An event touches
 * only the conditions whose pattern can match its name.
 *
 * @param epoch grows with every change of anything here; a contact judged under an older one is judged again first
 * @param zone the workspace's, for contacts without {@code traits.timezone}
 * @param optOutGroups subscription groups whose default is subscribed
 * @param active the segments that are judged
 * @param preparing versions of segments that are not judged yet: their conditions already count what arrives
 * @param liveFrom per condition over events the arrival from which on events are counted as they come; what arrived
 *     before is seeded
 */
public record AudienceRules(
        long epoch,
        ZoneId zone,
        Set<String> optOutGroups,
        List<SegmentRule> active,
        List<SegmentRule> preparing,
        Map<LeafKey, Long> liveFrom) {
    public AudienceRules {
        optOutGroups = Set.copyOf(optOutGroups);
        active = List.copyOf(active);
        preparing = List.copyOf(preparing);
        liveFrom = Map.copyOf(liveFrom);
    }
}
