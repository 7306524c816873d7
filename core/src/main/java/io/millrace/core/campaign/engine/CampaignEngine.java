package io.millrace.core.campaign.engine;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.EngineOptions;
import io.millrace.core.audience.HandOver;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.StepResult;
import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.OptionalLong;

/**
 * A contact's state machine with its runs through campaigns: the {@link ContactEngine} of the workspace's segments, whose
 * instants the runs follow. Deterministic, without clock, Kafka, Flink or ClickHouse. Immutable and thread-safe; the
 * states it is given are not.
 *
 * <p>Rules within campaigns are watched by the same engine, from the same events and back-fills as those of segments: their
 * conditions must stand in {@link AudienceRules#liveFrom} where those count from an instant on. When campaigns change,
 * every contact with runs in progress is judged under each change in turn, as it is when rules change.
 */
public final class CampaignEngine {

    private final ContactEngine contacts;
    private final CompiledCampaigns campaigns;

    /** @param rules without the campaigns' own */
    public CampaignEngine(AudienceRules rules, Campaigns campaigns) {
        this(rules, campaigns, EngineOptions.DEFAULT);
    }

    public CampaignEngine(AudienceRules rules, Campaigns campaigns, EngineOptions options) {
        this.campaigns = new CompiledCampaigns(campaigns);
        this.contacts = new ContactEngine(rules.watching(this.campaigns.watched()), options);
    }

    private CampaignEngine(ContactEngine contacts, CompiledCampaigns campaigns) {
        this.contacts = contacts;
        this.campaigns = campaigns;
    }

    /** The engine of the rules and campaigns that follow these, as {@link ContactEngine#followedBy}. */
    public CampaignEngine followedBy(AudienceRules rules, Campaigns next) {
        CompiledCampaigns compiled = new CompiledCampaigns(next);
        return new CampaignEngine(contacts.followedBy(rules.watching(compiled.watched())), compiled);
    }

    /** The rules within these campaigns, each once: what a book of rules must keep live and back-fill for them. */
    public static List<Rule> rulesOf(Campaigns campaigns) {
        return List.copyOf(new CompiledCampaigns(campaigns).watched());
    }

    public Campaigns campaigns() {
        return campaigns.campaigns();
    }

    /** As {@link ContactEngine#step(ContactState, long, List)}, with the contact's runs. */
    public CampaignStep step(ContactState state, ContactRuns runs, long now, List<Input> inputs) {
        if (nothingFollows(runs, inputs)) {
            StepResult alone = contacts.step(state, now, inputs);
            return new CampaignStep(alone, List.of(), alone.nextWake());
        }
        Turn turn = new Turn(campaigns, runs);
        StepResult result = contacts.step(state, now, inputs, new Following(turn));
        return new CampaignStep(result, turn.outputs, nextWake(result, runs));
    }

    /** As {@link ContactEngine#handOver(ContactState, long, List)}, with the contact's runs. */
    public CampaignHandOver handOver(ContactState state, ContactRuns runs, long now, List<Input> inputs) {
        Turn turn = new Turn(campaigns, runs);
        HandOver handed = contacts.handOver(state, now, inputs, new Following(turn));
        return new CampaignHandOver(handed, turn.outputs, runs);
    }

    /** A workspace without campaigns pays nothing, but for what its contacts' messages lead to. */
    private boolean nothingFollows(ContactRuns runs, List<Input> inputs) {
        return campaigns.campaigns().byId().isEmpty()
                && runs.isEmpty()
                && inputs.stream()
                        .noneMatch(input -> input instanceof Input.ToFollower
                                || input instanceof Input.Event event && Suppressing.mayFollow(event.event()));
    }

    private static OptionalLong nextWake(StepResult result, ContactRuns runs) {
        long wake = Math.min(result.nextWake().orElse(Run.NEVER), runs.wake());
        return wake == Run.NEVER ? OptionalLong.empty() : OptionalLong.of(wake);
    }
}
