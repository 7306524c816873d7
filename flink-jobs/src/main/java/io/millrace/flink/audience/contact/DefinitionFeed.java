package io.millrace.flink.audience.contact;

import io.millrace.core.audience.RuleChange;
import io.millrace.core.campaign.engine.BookUpdate;
import io.millrace.flink.audience.DefinitionArrival;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Definitions on their way into force: they wait until the engine's time has reached them, so that every task applies each
 * at the same instant. What is damaged is skipped, counted and named. Not thread-safe.
 */
final class DefinitionFeed {

    private final RuleHistory rules;
    private final StageCounters counters;
    private final CampaignEffects campaigns;
    private final Deque<RuleChange> waiting = new ArrayDeque<>();
    private long lastMillis = Long.MIN_VALUE;
    private long lastVersion;

    /** @param waiting as {@link #waiting()} was */
    DefinitionFeed(RuleHistory rules, List<RuleChange> waiting, StageCounters counters, CampaignEffects campaigns) {
        this.rules = rules;
        this.counters = counters;
        this.campaigns = campaigns;
        this.lastVersion = rules.version();
        waiting.forEach(this::enqueue);
    }

    void arrive(DefinitionArrival arrival) {
        if (arrival.offset <= lastVersion) {
            return;
        }
        try {
            RuleChange change = read(arrival);
            if (change != null) {
                enqueue(change);
            }
        } catch (DefinitionRecord.DamagedException e) {
            counters.damaged(
                    new String(arrival.key, StandardCharsets.UTF_8) + " at offset " + arrival.offset,
                    String.valueOf(e.getMessage()));
        }
    }

    private void enqueue(RuleChange change) {
        waiting.add(change);
        lastVersion = change.version();
        lastMillis = Math.max(lastMillis, change.atMillis());
    }

    /** @return whether contacts must be judged again for it */
    boolean advance(long throughMillis) {
        boolean rejudge = false;
        for (RuleChange next = next(throughMillis); next != null; next = next(throughMillis)) {
            BookUpdate update = rules.apply(next);
            if (update instanceof BookUpdate.Damaged damaged) {
                counters.damaged(
                        next.kind() + "/" + next.workspace() + "/" + next.id() + " at offset " + next.version(),
                        damaged.reason());
            } else if (update instanceof BookUpdate.Changed changed) {
                rejudge |= changed.rejudge();
                if (changed.campaignsChanged()) {
                    campaigns.inForce(changed.campaigns(), changed.rules().zone(), next.atMillis());
                }
            }
        }
        return rejudge;
    }

    /** Definitions of an instant come before what begins at it by itself. */
    private @Nullable RuleChange next(long throughMillis) {
        RuleChange defined = waiting.peek();
        RuleChange due = rules.nextDue();
        if (defined != null
                && defined.atMillis() <= throughMillis
                && (due == null || defined.atMillis() <= due.atMillis())) {
            return waiting.remove();
        }
        return due != null && due.atMillis() <= throughMillis ? due : null;
    }

    /** What has not come into force. */
    List<RuleChange> waiting() {
        return List.copyOf(waiting);
    }

    /** Null if it is of no kind that touches segments or campaigns. The broker's clock may step back; instants here do not. */
    private @Nullable RuleChange read(DefinitionArrival arrival) throws DefinitionRecord.DamagedException {
        Definition.Key key = DefinitionRecord.key(arrival.key);
        RuleChange.Kind kind =
                switch (key.kind()) {
                    case WORKSPACE -> RuleChange.Kind.WORKSPACE;
                    case SETTINGS -> RuleChange.Kind.SETTINGS;
                    case SEGMENT -> RuleChange.Kind.SEGMENT;
                    case BACKFILL -> RuleChange.Kind.BACKFILL;
                    case CAMPAIGN -> RuleChange.Kind.CAMPAIGN;
                    case CAMPAIGN_VERSION -> RuleChange.Kind.CAMPAIGN_VERSION;
                    default -> null;
                };
        if (kind == null) {
            return null;
        }
        return new RuleChange(
                kind,
                key.workspace(),
                key.id(),
                arrival.offset,
                Math.max(arrival.appendMillis, lastMillis),
                DefinitionRecord.body(arrival.value));
    }
}
