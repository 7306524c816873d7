package io.millrace.query.segment;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.definition.Workspace;
import io.millrace.core.definition.WorkspaceSettings.GroupDefault;
import io.millrace.core.event.ContactId;
import io.millrace.core.rule.Rule;
import io.millrace.query.audience.AsOf;
import io.millrace.query.audience.AudienceScope;
import io.millrace.query.audience.AudienceStore;
import io.millrace.query.audience.Estimate;
import io.millrace.streams.definition.SettingsStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Who a rule holds for, with the segments and settings of its workspace as they stand. Thread-safe. */
final class SegmentAudience {

    private final AudienceStore store;
    private final Segments segments;
    private final SettingsStore settings;
    private final RulesReader rules;

    SegmentAudience(AudienceStore store, Segments segments, SettingsStore settings, RulesReader rules) {
        this.store = store;
        this.segments = segments;
        this.settings = settings;
        this.rules = rules;
    }

    /** What holds for the members of a segment and for nobody else. */
    Rule ruleOf(SegmentVersion segment) {
        return new Rule.Segment(segment.id(), true);
    }

    long count(Workspace workspace, Rule rule, long atMillis) {
        return store.count(scope(workspace), rule, AsOf.at(atMillis));
    }

    Estimate estimate(Workspace workspace, Rule rule, long atMillis) {
        return store.estimate(scope(workspace), rule, AsOf.at(atMillis));
    }

    /** How many at each of these instants. */
    List<Long> counts(Workspace workspace, Rule rule, List<Long> atMillis) {
        AudienceScope scope = scope(workspace);
        return atMillis.stream()
                .map(millis -> store.count(scope, rule, AsOf.at(millis)))
                .toList();
    }

    List<ContactId> members(Workspace workspace, Rule rule, AsOf asOf, Optional<ContactId> after, int limit) {
        return store.members(scope(workspace), rule, asOf, after, limit);
    }

    /** All segments of a workspace as the engine judges them. */
    AudienceRules rules(Workspace workspace) {
        return new AudienceRules(
                1,
                workspace.timezone(),
                optOutGroups(workspace),
                segments.all(workspace.id()).stream()
                        .flatMap(segment -> judged(segment).stream())
                        .toList(),
                List.of(),
                Map.of());
    }

    private Set<String> optOutGroups(Workspace workspace) {
        return settings.get(workspace.id()).subscriptionGroups().entrySet().stream()
                .filter(group -> group.getValue() == GroupDefault.SUBSCRIBED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private AudienceScope scope(Workspace workspace) {
        return store.scope(
                workspace,
                optOutGroups(workspace),
                id -> segments.get(workspace.id(), id).flatMap(this::judged),
                OptionalLong.empty());
    }

    /** Empty for rules that this version no longer reads. */
    private Optional<SegmentRule> judged(SegmentVersion segment) {
        if (segment.definition().rules() == null) {
            return Optional.of(new SegmentRule(segment.id(), segment.version(), null));
        }
        return rules.stored(segment.definition().rules())
                .map(rule -> new SegmentRule(segment.id(), segment.version(), rule));
    }
}
