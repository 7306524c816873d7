package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.time.ZoneId;
import java.util.List;

/**
 * A contact at the instant at hand, with all that has happened to it by now, for its {@link Follower}. What it answers is
 * as of everything so far, time included. Used by one thread, and only while the follower is told something.
 */
public final class Present {

    private final CompiledRules rules;
    private final ContactState state;
    private final long now;
    private final Judgement judgement;
    private final InputEffects effects;

    Present(CompiledRules rules, ContactState state, long now, Judgement judgement, InputEffects effects) {
        this.rules = rules;
        this.state = state;
        this.now = now;
        this.judgement = judgement;
        this.effects = effects;
    }

    /** In epoch milliseconds. */
    public long now() {
        return now;
    }

    public ContactState contact() {
        return state;
    }

    /** The contact's, or the workspace's if it has none. */
    public ZoneId zone() {
        return judgement.answers().frame().zone();
    }

    /** Whether the contact takes part in a subscription group: it joined, or made no choice where that is enough. */
    public boolean subscribed(String group) {
        Boolean choice = state.profile().choice(group);
        return choice == null ? rules.rules().optOutGroups().contains(group) : choice;
    }

    /**
     * Whether a rule holds.
     *
     * @param place of the rule among {@link AudienceRules#watched}
     * @param started properties of the event that the rule may name
     * @param startedAt since when those have been what they are, in epoch milliseconds
     */
    public boolean holds(int place, JsonNode started, long startedAt) {
        return rules.watched().get(place).holds(new Now(started, startedAt));
    }

    /** Whether any answer or membership has changed since this was asked last in this instant. */
    public boolean takeChanged() {
        return judgement.takeChanged();
    }

    /** What is different from before the instant, by segment. */
    public List<SegmentChange> changes() {
        return judgement.changesSoFar();
    }

    /** Changes the contact, as an API call at this instant would, visibly at once. */
    public void change(ContactAction action, Arrival arrival) {
        effects.action(action, arrival);
        judgement.judge(new Phase(Cause.EVENT, new Input.Action(action, arrival, "")));
    }

    /** The answers with everything so far; of segments too, whose memberships are told only as phases end. */
    private final class Now implements TruthNode.Truths {

        private final JsonNode started;
        private final long startedAt;

        Now(JsonNode started, long startedAt) {
            this.started = started;
            this.startedAt = startedAt;
        }

        @Override
        public boolean events(int leaf) {
            return judgement.answers().events(leaf, true);
        }

        @Override
        public boolean profile(int leaf) {
            return judgement.answers().profile(leaf, true);
        }

        @Override
        public boolean member(int segment) {
            CompiledSegment named = rules.segments().get(segment);
            TruthNode node = named.node();
            return node == null ? state.profile().isHandKeptIn(named.id()) : node.holds(this);
        }

        @Override
        public boolean started(Rule.TriggerProperty leaf) {
            JsonNode value = Values.at(started, leaf.path());
            ValueTest test = leaf.test();
            if (test instanceof ValueTest.DateWindow window) {
                return Values.holds(window, value, now);
            }
            if (test instanceof ValueTest.Held held) {
                return Values.holds(new ValueTest.Compare(Comparison.EQ, held.value()), value)
                        && now - startedAt >= held.millis() == held.atLeast();
            }
            return Values.holds(test, value);
        }
    }
}
