package io.millrace.streams.definition;

import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.core.definition.SavedQuery;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the definitions that this version cannot use, for operators: whoever needs one passes over it. Each version is
 * judged once, and named in the log if it is damaged. Thread-safe.
 */
public final class DamagedDefinitions {

    private static final Logger LOG = LoggerFactory.getLogger(DamagedDefinitions.class);

    private final Definitions definitions;
    private final RuleParser rules = new RuleParser(RuleLimits.DEFAULT);
    private final CampaignParser campaigns = new CampaignParser(CampaignLimits.DEFAULT);
    private final Map<Definition.Key, Verdict> verdicts = new ConcurrentHashMap<>();

    private record Verdict(long version, boolean damaged) {}

    public DamagedDefinitions(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Records that could not be read at all since the start, and definitions as they stand that mean nothing. */
    public long count() {
        long damaged = Arrays.stream(Definition.Kind.values())
                .flatMap(kind -> definitions.all(kind).stream())
                .filter(this::isDamaged)
                .count();
        return definitions.damagedRecords() + damaged;
    }

    private boolean isDamaged(Definition definition) {
        Verdict known = verdicts.get(definition.key());
        if (known == null || known.version() != definition.version()) {
            Optional<String> fault = fault(definition);
            fault.ifPresent(reason ->
                    LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), reason));
            known = new Verdict(definition.version(), fault.isPresent());
            verdicts.put(definition.key(), known);
        }
        return known.damaged();
    }

    private Optional<String> fault(Definition definition) {
        String body = definition.body();
        try {
            return switch (definition.key().kind()) {
                case WORKSPACE -> read(AccessCodec.workspace(body));
                case API_KEY -> read(AccessCodec.key(body));
                case SETTINGS -> read(SettingsStore.read(body));
                case BACKFILL -> read(BackfillStatus.read(body));
                case SAVED_QUERY -> read(SavedQuery.read(body));
                case TEMPLATE -> read(MessageTemplate.read(body));
                case WEBHOOK -> read(WebhookEndpoint.read(body));
                case SEGMENT -> segment(SegmentDefinition.read(body));
                case CAMPAIGN -> campaign(definition.key(), CampaignDefinition.read(body));
                case CAMPAIGN_VERSION -> read(CampaignVersion.read(body).campaign(campaigns));
                // Without consequence if lost, or of no kind that this version reads.
                case KEY_USE, IDEMPOTENCY, SIGNING_KEY, CLOCK -> Optional.empty();
            };
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> segment(SegmentDefinition segment) {
        if (segment.rules() != null
                && rules.parse(segment.rules(), "/rules") instanceof RuleParser.Parsed.Invalid invalid) {
            return Optional.of("rules: " + invalid.faults().get(0));
        }
        return Optional.empty();
    }

    /** A campaign that names a version which is not there does nothing. */
    private Optional<String> campaign(Definition.Key key, CampaignDefinition campaign) {
        String version = CampaignVersion.id(key.id(), campaign.version());
        return definitions
                        .get(new Definition.Key(Definition.Kind.CAMPAIGN_VERSION, key.workspace(), version))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("version " + campaign.version() + " is not there");
    }

    private static Optional<String> read(Object value) {
        return Optional.empty();
    }
}
