package io.millrace.query.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.event.Timestamps;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.identity.Merges;
import io.millrace.query.message.MessageRow;
import io.millrace.query.message.MessageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says where a contact stands in a campaign and what became of its messages, or why it is not in it, from what is stored:
 * steps, messages, events. Thread-safe.
 */
public final class CampaignExplanations {

    private static final int MESSAGES_MAX = 500;

    private final Explanations explanations;
    private final RunHistory runs;
    private final SegmentMoves moves;
    private final MessageStore messages;
    private final Merges merges;

    /** @param bounds the settings that bound each statement in time and memory */
    public CampaignExplanations(ClickHouseClient client, Map<String, String> bounds) {
        this.explanations = new Explanations(client, bounds);
        this.runs = new RunHistory(client, bounds);
        this.moves = new SegmentMoves(client, bounds);
        this.messages = new MessageStore(client, bounds);
        this.merges = new Merges(client, bounds);
    }

    /** Why somebody cannot enter, whoever it is. */
    record Shut(String reason, String text) {}

    /**
     * @param contact an id, external id or anonymous id; nobody of that name ends the request with 404
     * @param rules all segments of the workspace
     */
    public ObjectNode of(
            String workspace, ExplainedCampaign campaign, String contact, AudienceRules rules, Instant now) {
        long at = now.toEpochMilli();
        ContactHistory history = explanations.history(workspace, contact, at);
        List<RunRow> found = runs.of(workspace, campaign.definition().id(), merges.into(workspace, history.id()));
        List<MessageRow> sends = messages.ofRuns(
                workspace,
                campaign.definition().id(),
                found.stream().map(RunRow::id).toList(),
                MESSAGES_MAX);
        Optional<Shut> shut = shut(campaign, at);
        List<Told> occasions = new ArrayList<>();
        if (shut.isEmpty()) {
            Occasions.Facts facts =
                    new Occasions.Facts(workspace, campaign, history, found, rules, explanations, moves, at);
            for (Node.Trigger trigger : campaign.current().graph().triggers()) {
                occasions.add(new Told(trigger, Occasions.of(facts, trigger)));
            }
        }
        return CampaignExplanationJson.of(
                new CampaignExplanationJson.Known(campaign, history, found, sends, shut, occasions, at));
    }

    /** A trigger and what there is to say about it. */
    record Told(Node.Trigger trigger, Occasion occasion) {}

    private static Optional<Shut> shut(ExplainedCampaign campaign, long now) {
        CampaignSettings settings = campaign.current().settings();
        CampaignStatus status = campaign.definition().status();
        Instant begins = settings.startAt();
        Instant ends = settings.endAt();
        if (status == CampaignStatus.DRAFT) {
            return Optional.of(new Shut("not_launched", "the campaign was never launched"));
        }
        if (status == CampaignStatus.COMPLETED) {
            return Optional.of(new Shut("completed", "the campaign is completed"));
        }
        if (status == CampaignStatus.PAUSED) {
            return Optional.of(new Shut("paused", "the campaign is paused, and nobody enters meanwhile"));
        }
        if (begins != null && begins.toEpochMilli() > now) {
            return Optional.of(
                    new Shut("not_begun", "the campaign begins at " + Timestamps.format(begins.toEpochMilli())));
        }
        return ends != null && ends.toEpochMilli() <= now
                ? Optional.of(new Shut("over", "the campaign ended at " + Timestamps.format(ends.toEpochMilli())))
                : Optional.empty();
    }
}
