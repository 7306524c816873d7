package io.millrace.query.backfill;

import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.engine.CampaignRules;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definitions that hold conditions over events: segments, and of each campaign that is not over the version that it
 * names and any newer one. The job counts the conditions of both from the append time of their own record. Versions before
 * are left out: of those the job knows the past already, or nobody entered with them. Used by one thread.
 */
final class ConditionHolders {

    private static final Logger LOG = LoggerFactory.getLogger(ConditionHolders.class);

    private final Definitions definitions;
    private final ConditionReader conditions;
    private final CampaignParser campaigns = new CampaignParser(CampaignLimits.DEFAULT);
    private final Map<Definition.Key, Parsed> parsed = new HashMap<>();
    private final Map<Definition.Key, Named> named = new HashMap<>();

    /** A definition as it was read, with the conditions of its rules; empty if it is damaged. */
    private record Parsed(long version, Optional<List<Condition>> conditions) {}

    /** A campaign's definition as it was read, with the version that it names. */
    private record Named(long version, long number) {}

    ConditionHolders(Definitions definitions, ConditionReader conditions) {
        this.definitions = definitions;
        this.conditions = conditions;
    }

    /** In order of their versions. */
    List<Definition> all() {
        List<Definition> all = new ArrayList<>(definitions.all(Kind.SEGMENT));
        definitions.all(Kind.CAMPAIGN_VERSION).stream()
                .filter(this::mayBeEntered)
                .forEach(all::add);
        all.sort(Comparator.comparingLong(Definition::version));
        named.keySet().removeIf(campaign -> definitions.get(campaign).isEmpty());
        parsed.keySet().retainAll(all.stream().map(Definition::key).collect(Collectors.toSet()));
        return all;
    }

    /** The one whose back-fill is noted under this id; empty if there is none, or none that matters any more. */
    Optional<Definition> get(String workspace, String id) {
        Optional<Definition> segment = definitions.get(new Definition.Key(Kind.SEGMENT, workspace, id));
        return segment.isPresent()
                ? segment
                : definitions
                        .get(new Definition.Key(Kind.CAMPAIGN_VERSION, workspace, id))
                        .filter(this::mayBeEntered);
    }

    private boolean mayBeEntered(Definition version) {
        String id = version.key().id();
        int mark = id.lastIndexOf('#');
        if (mark < 0) {
            return false;
        }
        Optional<Definition> campaign =
                definitions.get(new Definition.Key(Kind.CAMPAIGN, version.key().workspace(), id.substring(0, mark)));
        try {
            return campaign.isPresent() && Long.parseLong(id.substring(mark + 1)) >= leastVersion(campaign.get());
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The number of the version that a campaign names; greater than any if nobody enters it any more. */
    private long leastVersion(Definition campaign) {
        Named known = named.get(campaign.key());
        if (known == null || known.version() != campaign.version()) {
            known = new Named(campaign.version(), readVersion(campaign));
            named.put(campaign.key(), known);
        }
        return known.number();
    }

    private static long readVersion(Definition campaign) {
        try {
            CampaignDefinition read = CampaignDefinition.read(campaign.body());
            return read.status() == CampaignStatus.COMPLETED ? Long.MAX_VALUE : read.version();
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", campaign.key(), campaign.version(), e.getMessage());
            return Long.MAX_VALUE;
        }
    }

    /** Each once; empty if the definition is damaged. */
    Optional<List<Condition>> conditions(Definition holder) {
        Parsed known = parsed.get(holder.key());
        if (known == null || known.version() != holder.version()) {
            known = new Parsed(holder.version(), parse(holder));
            parsed.put(holder.key(), known);
        }
        return known.conditions();
    }

    private Optional<List<Condition>> parse(Definition holder) {
        try {
            if (holder.key().kind() == Kind.CAMPAIGN_VERSION) {
                return Optional.of(RuleConditions.of(
                        CampaignRules.of(CampaignVersion.read(holder.body()).campaign(campaigns))));
            }
            SegmentDefinition read = SegmentDefinition.read(holder.body());
            return Optional.of(read.rules() == null ? List.of() : conditions.of(read.rules()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", holder.key(), holder.version(), e.getMessage());
            return Optional.empty();
        }
    }
}
