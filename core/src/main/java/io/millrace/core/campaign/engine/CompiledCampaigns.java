package io.millrace.core.campaign.engine;

import io.millrace.core.audience.EventView;
import io.millrace.core.audience.NameIndex;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.EventMatch;
import io.millrace.core.campaign.ExitCondition;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.campaign.WaitFor;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The campaigns of a workspace as the engine uses them, found by the events and segments that touch them. Immutable. */
final class CompiledCampaigns {

    /** Times of sends are kept for so long even where no cap asks for them: one may be set later. */
    private static final long CAP_MILLIS_LEAST = Duration.ofDays(366).toMillis();

    private record Key(String campaign, long version) {}

    /** A trigger of the version that contacts enter with. */
    record SegmentTrigger(CompiledVersion version, Node.Trigger trigger, boolean entry) {}

    private final Campaigns campaigns;
    private final Map<Key, CompiledVersion> versions = new HashMap<>();
    private final List<Rule> watched = new ArrayList<>();
    private final Map<Rule, Integer> places = new HashMap<>();
    private final List<EventHook> hooks = new ArrayList<>();
    private final Map<String, List<SegmentTrigger>> segmentTriggers = new HashMap<>();
    private final NameIndex names;
    private long capMillis = CAP_MILLIS_LEAST;

    CompiledCampaigns(Campaigns campaigns) {
        this.campaigns = campaigns;
        for (CampaignInForce campaign : campaigns.byId().values()) {
            campaign.versions().forEach((number, definition) -> {
                CompiledVersion version = new CompiledVersion(campaign.id(), number, definition, this::watch);
                versions.put(new Key(campaign.id(), number), version);
                hookRuns(version);
                if (number == campaign.version()) {
                    version.triggers().forEach(trigger -> hookTrigger(version, trigger));
                }
            });
        }
        hooks.sort(Comparator.comparing(EventHook::kind));
        names = new NameIndex(hooks.stream().map(hook -> List.of(hook.event())).toList());
    }

    private int watch(Rule rule) {
        return places.computeIfAbsent(rule, fresh -> {
            watched.add(fresh);
            return watched.size() - 1;
        });
    }

    private void hookRuns(CompiledVersion version) {
        CampaignSettings.FrequencyCap cap = version.settings().frequencyCap();
        capMillis = Math.max(capMillis, cap == null ? 0 : cap.window().millis());
        CampaignSettings.Goal goal = version.settings().goal();
        if (goal != null) {
            hook(EventHook.Kind.GOAL, version, new EventMatch(goal.event(), false), "");
        }
        for (ExitCondition condition : version.settings().exitConditions()) {
            if (condition instanceof ExitCondition.OnEvent event) {
                hook(EventHook.Kind.EXIT, version, event.match(), "");
            }
        }
        for (Node node : version.graph().nodes()) {
            if (node instanceof Node.Wait wait && wait.what() instanceof WaitFor.Event event) {
                hook(EventHook.Kind.WAIT, version, event.match(), node.id());
            }
        }
    }

    private void hookTrigger(CompiledVersion version, Node.Trigger trigger) {
        TriggerOn on = trigger.on();
        if (on instanceof TriggerOn.Event event) {
            hook(EventHook.Kind.TRIGGER, version, new EventMatch(event.event(), false), trigger.id());
        } else if (on instanceof TriggerOn.SegmentEntry entry) {
            hookSegment(entry.segment(), new SegmentTrigger(version, trigger, true));
        } else if (on instanceof TriggerOn.SegmentExit exit) {
            hookSegment(exit.segment(), new SegmentTrigger(version, trigger, false));
        }
    }

    private void hook(EventHook.Kind kind, CompiledVersion version, EventMatch match, String node) {
        EventPattern event = match.event();
        hooks.add(new EventHook(kind, version, event, match.sameKey(), node));
    }

    private void hookSegment(String segment, SegmentTrigger trigger) {
        segmentTriggers.computeIfAbsent(segment, none -> new ArrayList<>()).add(trigger);
    }

    /** For how long times of sends are needed. */
    long capMillis() {
        return capMillis;
    }

    Campaigns campaigns() {
        return campaigns;
    }

    /** The rules that must be watched, in the order of their places. */
    List<Rule> watched() {
        return watched;
    }

    /** What an event may mean by its name, in order. */
    List<EventHook> hooks(EventView event) {
        List<EventHook> found = new ArrayList<>();
        for (int place : names.matching(event.type(), event.name())) {
            found.add(hooks.get(place));
        }
        return found;
    }

    List<SegmentTrigger> segmentTriggers(String segment, boolean entered) {
        return segmentTriggers.getOrDefault(segment, List.of()).stream()
                .filter(trigger -> trigger.entry() == entered)
                .toList();
    }

    /** Null if it is not there. */
    @Nullable
    CompiledVersion version(String campaign, long version) {
        return versions.get(new Key(campaign, version));
    }

    /** The version that contacts enter with, null if there is no such campaign. */
    @Nullable
    CompiledVersion current(String campaign) {
        CampaignInForce found = campaigns.get(campaign);
        return found == null ? null : version(campaign, found.version());
    }

    CompiledVersion versionOf(Run run) {
        CompiledVersion version = version(run.campaign, run.version);
        if (version == null) {
            throw new IllegalStateException(
                    "run " + run.id + " of campaign " + run.campaign + " needs version " + run.version);
        }
        return version;
    }

    CampaignStatus status(String campaign) {
        CampaignInForce found = campaigns.get(campaign);
        return found == null ? CampaignStatus.COMPLETED : found.status();
    }
}
