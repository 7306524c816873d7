package io.millrace.core.backtest;

import io.millrace.core.audience.LeafProjection;
import io.millrace.core.audience.RuleLeaves;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignSettings.Goal;
import io.millrace.core.campaign.ExitCondition;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.campaign.WaitFor;
import io.millrace.core.campaign.engine.CampaignEngine;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which events a backtest needs to be shown. All others mean nothing to it, so that nobody needs to read them.
 *
 * @param names of events, as rules spell them: {@code video_*} for a prefix, {@code *} for any
 * @param withProperties those of them whose properties are read
 */
public record WantedEvents(SortedSet<String> names, SortedSet<String> withProperties) {

    /** What messages have led to decides whether more are sent. */
    private static final List<String> OF_MESSAGES = List.of("message_sent", "message_bounced", "message_complained");

    public WantedEvents {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        withProperties = Collections.unmodifiableSortedSet(new TreeSet<>(withProperties));
    }

    public static WantedEvents of(BacktestPlan plan) {
        SortedSet<String> names = new TreeSet<>(OF_MESSAGES);
        SortedSet<String> withProperties = new TreeSet<>(OF_MESSAGES);
        patterns(plan.content()).forEach(pattern -> {
            names.add(pattern.name());
            withProperties.add(pattern.name());
        });
        for (Rule rule : rules(plan)) {
            for (Rule leaf : RuleLeaves.overEvents(rule)) {
                LeafProjection projection = LeafProjection.of(leaf);
                for (EventPattern pattern : projection.patterns()) {
                    names.add(pattern.name());
                    if (projection.readsProperties()) {
                        withProperties.add(pattern.name());
                    }
                }
            }
        }
        return new WantedEvents(names, withProperties);
    }

    private static List<Rule> rules(BacktestPlan plan) {
        List<Rule> rules = new ArrayList<>(CampaignEngine.rulesOf(plan.draft()));
        plan.rules().active().stream()
                .map(SegmentRule::rule)
                .filter(Objects::nonNull)
                .forEach(rules::add);
        return rules;
    }

    /** Those that something in the campaign itself waits for. */
    private static List<EventPattern> patterns(Campaign campaign) {
        List<EventPattern> patterns = new ArrayList<>();
        for (Node node : campaign.graph().nodes()) {
            if (node instanceof Node.Trigger trigger && trigger.on() instanceof TriggerOn.Event on) {
                patterns.add(on.event());
            } else if (node instanceof Node.Wait wait && wait.what() instanceof WaitFor.Event event) {
                patterns.add(event.match().event());
            }
        }
        for (ExitCondition condition : campaign.settings().exitConditions()) {
            if (condition instanceof ExitCondition.OnEvent on) {
                patterns.add(on.match().event());
            }
        }
        Goal goal = campaign.settings().goal();
        if (goal != null) {
            patterns.add(goal.event());
        }
        return patterns;
    }
}
