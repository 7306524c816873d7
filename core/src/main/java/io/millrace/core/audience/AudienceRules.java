package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of one workspace, shared by all its contacts: immutable and thread-safe; {@link ContactEngine} compiles them
 * once. An event touches only the conditions whose pattern can match its name.
 *
 * @param epoch grows with every change of anything here that may change an answer; a contact judged under an older one
 *     is judged again first
 * @param effectiveFrom the instant from which this epoch is in force, in epoch milliseconds: what it changes for a contact
 *     changes then, however late the contact is judged; {@link #WHEN_JUDGED} for the instant of the step itself
 * @param zone the workspace's, for contacts without {@code traits.timezone}
 * @param optOutGroups subscription groups whose default is subscribed
 * @param active the segments that are judged
 * @param preparing versions of segments that are not judged yet: their conditions already count what arrives
 * @param liveFrom per condition over events the arrival from which on events are counted as they come; what arrived
 *     before is seeded. A condition that is not named counts every event
 * @param watched rules that are no segment's: their answers are kept like those of segments, for a {@link Follower}
 */
public record AudienceRules(
        long epoch,
        long effectiveFrom,
        ZoneId zone,
        Set<String> optOutGroups,
        List<SegmentRule> active,
        List<SegmentRule> preparing,
        Map<LeafKey, Long> liveFrom,
        List<Rule> watched) {

    public static final long WHEN_JUDGED = Long.MIN_VALUE;

    public AudienceRules {
        if (epoch < 0) {
            throw new IllegalArgumentException("an epoch is not negative, found " + epoch);
        }
        optOutGroups = Set.copyOf(optOutGroups);
        active = List.copyOf(active);
        preparing = List.copyOf(preparing);
        liveFrom = Map.copyOf(liveFrom);
        watched = List.copyOf(watched);
    }

    /** Rules without any that are watched. */
    public AudienceRules(
            long epoch,
            long effectiveFrom,
            ZoneId zone,
            Set<String> optOutGroups,
            List<SegmentRule> active,
            List<SegmentRule> preparing,
            Map<LeafKey, Long> liveFrom) {
        this(epoch, effectiveFrom, zone, optOutGroups, active, preparing, liveFrom, List.of());
    }

    /** The same, with these rules watched instead. */
    public AudienceRules watching(List<Rule> rules) {
        return new AudienceRules(epoch, effectiveFrom, zone, optOutGroups, active, preparing, liveFrom, rules);
    }

    /** The same, as another epoch. */
    AudienceRules ofEpoch(long other) {
        return new AudienceRules(other, effectiveFrom, zone, optOutGroups, active, preparing, liveFrom, watched);
    }

    /** Rules that are in force from the step on that judges a contact under them. */
    public AudienceRules(
            long epoch,
            ZoneId zone,
            Set<String> optOutGroups,
            List<SegmentRule> active,
            List<SegmentRule> preparing,
            Map<LeafKey, Long> liveFrom) {
        this(epoch, WHEN_JUDGED, zone, optOutGroups, active, preparing, liveFrom);
    }
}
