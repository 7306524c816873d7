package io.millrace.core.campaign;

import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleReferences;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which segments and templates a campaign names: they must not be taken away from under it. */
public final class CampaignReferences {

    private CampaignReferences() {}

    /** Their ids, each once: of triggers, of exit conditions, and in rules. */
    public static Set<String> segments(Campaign campaign) {
        Set<String> segments = new LinkedHashSet<>();
        for (Node node : campaign.graph().nodes()) {
            if (node instanceof Node.Trigger trigger) {
                trigger.on().accept(new Occasion()).ifPresent(segments::add);
            }
            rules(node).map(RuleReferences::of).forEach(segments::addAll);
        }
        for (ExitCondition condition : campaign.settings().exitConditions()) {
            if (condition instanceof ExitCondition.OnSegment onSegment) {
                segments.add(onSegment.segment());
            }
        }
        return segments;
    }

    /** Their ids, each once. */
    public static Set<String> templates(Campaign campaign) {
        Set<String> templates = new LinkedHashSet<>();
        campaign.graph().nodes().stream()
                .map(node -> node instanceof Node.Send send ? send.template() : null)
                .filter(Objects::nonNull)
                .forEach(templates::add);
        return templates;
    }

    private static Stream<Rule> rules(Node node) {
        if (node instanceof Node.Trigger trigger) {
            return Stream.ofNullable(trigger.rules());
        }
        if (node instanceof Node.Condition condition) {
            return Stream.of(condition.rules());
        }
        return node instanceof Node.Wait wait && wait.what() instanceof WaitFor.Holds holds
                ? Stream.of(holds.rules())
                : Stream.empty();
    }

    /** The segment that a trigger is on. */
    private record Occasion() implements TriggerOn.Visitor<Optional<String>> {

        @Override
        public Optional<String> event(TriggerOn.Event on) {
            return Optional.empty();
        }

        @Override
        public Optional<String> segmentEntry(TriggerOn.SegmentEntry on) {
            return Optional.of(on.segment());
        }

        @Override
        public Optional<String> segmentExit(TriggerOn.SegmentExit on) {
            return Optional.of(on.segment());
        }

        @Override
        public Optional<String> scheduled(TriggerOn.Scheduled on) {
            return Optional.of(on.segment());
        }

        @Override
        public Optional<String> manual(TriggerOn.Manual on) {
            return Optional.empty();
        }
    }
}
