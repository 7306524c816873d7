package io.millrace.query.campaign;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.query.explain.ExplainedCampaign;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The campaigns of each workspace, typed, over {@link Definitions}. A damaged one is passed over as if it were not there,
 * and named in the log. Thread-safe; lookups are in memory.
 */
final class CampaignStore {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignStore.class);

    private final Definitions definitions;
    private final CampaignParser parser = new CampaignParser(CampaignLimits.DEFAULT);

    /** What each stored version does; a version never changes. */
    private final Map<Key, Campaign> read = new ConcurrentHashMap<>();

    CampaignStore(Definitions definitions) {
        this.definitions = definitions;
    }

    Optional<StoredCampaign> get(String workspace, String id) {
        // A slash can be in no id, and is refused by keys.
        return id.isEmpty() || id.indexOf('/') >= 0
                ? Optional.empty()
                : definitions.get(key(workspace, id)).flatMap(this::read);
    }

    /** In the order in which they were created. */
    List<StoredCampaign> all(String workspace) {
        return definitions.all(Kind.CAMPAIGN).stream()
                .filter(definition -> definition.key().workspace().equals(workspace))
                .flatMap(definition -> read(definition).stream())
                .sorted(Comparator.comparing(StoredCampaign::place))
                .toList();
    }

    /** Shows every campaign with its workspace. */
    void forEach(BiConsumer<String, StoredCampaign> consumer) {
        definitions.all(Kind.CAMPAIGN).forEach(definition -> read(definition)
                .ifPresent(campaign -> consumer.accept(definition.key().workspace(), campaign)));
    }

    /** Every version of a campaign that is stored. */
    List<Campaign> versions(String workspace, StoredCampaign campaign) {
        return definitions.all(Kind.CAMPAIGN_VERSION).stream()
                .map(Definition::key)
                .filter(key -> key.workspace().equals(workspace) && key.id().startsWith(campaign.id() + "#"))
                .flatMap(key -> content(key).stream())
                .toList();
    }

    /** A campaign with every version of it, for those who explain it. */
    ExplainedCampaign explained(String workspace, StoredCampaign campaign) {
        Map<Long, Campaign> versions = new HashMap<>();
        for (Definition version : definitions.all(Kind.CAMPAIGN_VERSION)) {
            String prefix = campaign.id() + "#";
            Key key = version.key();
            if (key.workspace().equals(workspace) && key.id().startsWith(prefix)) {
                content(key)
                        .ifPresent(does -> versions.put(Long.parseLong(key.id().substring(prefix.length())), does));
            }
        }
        Optional<Instant> since = definitions
                .get(versionKey(workspace, campaign.id(), campaign.definition().version()))
                .map(version -> CampaignVersion.read(version.body()).createdAt());
        return new ExplainedCampaign(campaign.definition(), campaign.content(), since, versions);
    }

    /** Sees what other processes wrote before this call. */
    void refresh() {
        definitions.refresh();
    }

    StoredCampaign put(String workspace, CampaignDefinition campaign, Campaign content, long expectedRevision) {
        Definition written = definitions.put(key(workspace, campaign.id()), expectedRevision, campaign.write());
        return new StoredCampaign(campaign, content, written.version());
    }

    /**
     * Writes what a campaign is to do, under a number that is free. Nobody enters with it before the campaign names it.
     *
     * @param after the number must be greater
     * @return the number
     */
    long putVersion(String workspace, String campaign, long after, Campaign content, Instant now) {
        long number = after + 1;
        while (definitions.get(versionKey(workspace, campaign, number)).isPresent()) {
            number++;
        }
        CampaignVersion version = CampaignVersion.of(campaign, number, content, now);
        definitions.put(versionKey(workspace, campaign, number), Definitions.ABSENT, version.write());
        return number;
    }

    /** Deletes a campaign, then its versions, which mean nothing without it. */
    void delete(String workspace, StoredCampaign campaign) {
        definitions.delete(key(workspace, campaign.id()), campaign.revision());
        for (Definition version : definitions.all(Kind.CAMPAIGN_VERSION)) {
            if (version.key().workspace().equals(workspace)
                    && version.key().id().startsWith(campaign.id() + "#")) {
                definitions.delete(version.key(), version.version());
                read.remove(version.key());
            }
        }
    }

    private Optional<StoredCampaign> read(Definition definition) {
        try {
            CampaignDefinition campaign = CampaignDefinition.read(definition.body());
            Key version = versionKey(definition.key().workspace(), campaign.id(), campaign.version());
            Optional<Campaign> content = content(version);
            if (content.isEmpty()) {
                LOG.error(
                        "{} version {} names {}, which is not there", definition.key(), definition.version(), version);
            }
            return content.map(does -> new StoredCampaign(campaign, does, definition.version()));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Campaign> content(Key key) {
        Campaign known = read.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Campaign> content = definitions.get(key).flatMap(this::parsed);
        content.ifPresent(does -> read.put(key, does));
        return content;
    }

    private Optional<Campaign> parsed(Definition version) {
        try {
            return Optional.of(CampaignVersion.read(version.body()).campaign(parser));
        } catch (IllegalArgumentException e) {
            LOG.error("{} version {} is damaged: {}", version.key(), version.version(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Key key(String workspace, String id) {
        return new Key(Kind.CAMPAIGN, workspace, id);
    }

    private static Key versionKey(String workspace, String campaign, long number) {
        return new Key(Kind.CAMPAIGN_VERSION, workspace, CampaignVersion.id(campaign, number));
    }
}
