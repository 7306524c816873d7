package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One contact's state machine for one workspace's rules: deterministic, without clock, Kafka, Flink or ClickHouse.
 * Immutable and thread-safe; the states it is given are not.
 *
 * <p>Whoever drives it gives a contact its instants in ascending order, and all inputs of an instant in one step: events,
 * among them the pasts that links bring, then actions, among them merges, each in order of arrival. When rules change,
 * what falls due before their instant is judged under the rules before; then the contact is judged under each change of
 * rules in turn, or, if one is passed over, its effect joins that of the next.
 */
public final class ContactEngine {

    private final CompiledRules rules;

    public ContactEngine(AudienceRules rules) {
        this(rules, EngineOptions.DEFAULT);
    }

    public ContactEngine(AudienceRules rules, EngineOptions options) {
        this(new CompiledRules(rules, options));
    }

    private ContactEngine(CompiledRules rules) {
        this.rules = rules;
    }

    /**
     * The engine of the rules that follow these. It answers as one that is made anew, at less cost: what stands in both is
     * not compiled again, and a contact that was judged under these is judged only where the rules differ.
     */
    public ContactEngine followedBy(AudienceRules next) {
        return new ContactEngine(new CompiledRules(next, rules.options(), rules));
    }

    public AudienceRules rules() {
        return rules.rules();
    }

    /**
     * Everything that happens to a contact at one instant: first what changed in the rules since the contact was last
     * judged, then the inputs in their order, then what falls due. Instants between the last step and this one at which
     * answers change by time alone are judged first, each at its own instant. A contact to which nothing has happened
     * yet begins with its first input.
     *
     * @param now in epoch milliseconds, never before the step before
     * @param inputs a deletion is the last one; what follows it at the same instant is a step of its own, of the contact
     *     of the next generation, into which the state has turned
     */
    public StepResult step(ContactState state, long now, List<Input> inputs) {
        return step(state, now, inputs, Follower.NOBODY);
    }

    /** The same, with somebody who follows: asked at each instant that is judged, and at its own. */
    public StepResult step(ContactState state, long now, List<Input> inputs, Follower follower) {
        StepLog log = new StepLog();
        Moment moment = upTo(state, now, inputs, log, follower);
        if (moment != null) {
            moment.inputs(inputs);
            if (state.exists()) {
                moment.finish();
            }
        }
        return log.result(state);
    }

    /**
     * A contact's last step: it leaves all its segments, by the merge, and its past goes to another contact. What happens
     * at the instant of the merge comes first; nothing is entered and left at it.
     *
     * @param inputs of the very instant, from before the merge
     */
    public HandOver handOver(ContactState state, long now, List<Input> inputs) {
        return handOver(state, now, inputs, Follower.NOBODY);
    }

    /** The same, with somebody who follows; what falls due for it at the very instant is left to the other contact. */
    public HandOver handOver(ContactState state, long now, List<Input> inputs, Follower follower) {
        StepLog log = new StepLog();
        Moment moment = upTo(state, now, inputs, log, follower);
        if (moment == null && state.exists()) {
            moment = new Moment(rules, state, now, log, follower);
        }
        if (moment != null) {
            moment.inputs(inputs);
            if (state.exists()) {
                moment.leave(new Phase(Cause.MERGE, null));
            }
        }
        return new HandOver(log.transitions(), log.writes(), state);
    }

    /**
     * Why a contact is in a segment, or is not, as of its last step. Values and events of conditions over events are known
     * where the engine is {@linkplain EngineOptions#traced traced} and has judged the contact's whole history.
     *
     * @param now the instant of the last step, or a later one before {@link ContactState#nextWake}
     * @return empty if there is no such segment in force, or the contact was not judged under these rules
     */
    public Optional<Explanation> explain(ContactState state, String segment, long now) {
        Integer place = rules.segmentPlace(segment);
        if (place == null || !state.exists() || isEdited(state)) {
            return Optional.empty();
        }
        SegmentRule version = rules.segments().get(place).rule();
        Rule rule = version.rule();
        return Optional.of(new Explanation(
                segment,
                version.version(),
                state.isIn(segment),
                now,
                state.memberSince(segment),
                Explainer.nextChange(this, state, segment),
                rule == null ? null : new Explainer(rules, state, now).explain(rule)));
    }

    /** Judges what comes before the inputs of an instant; null if there is nothing to judge at it. */
    private @Nullable Moment upTo(ContactState state, long now, List<Input> inputs, StepLog log, Follower follower) {
        if (!state.exists()) {
            if (inputs.stream().noneMatch(input -> begins(state, input))) {
                return null;
            }
            Moment first = new Moment(rules, state, now, log, follower);
            first.begin(inputs.get(0));
            return first;
        }
        boolean edited = isEdited(state);
        long edit = Math.min(now, effectiveFrom(now));
        if (edited && edit < now) {
            Moment moment = new Moment(rules, state, edit, log, follower);
            definitions(moment, state, edit);
            moment.finish();
            edited = false;
        }
        if (!edited) {
            for (long wake = wake(state, follower); wake < now; wake = wake(state, follower)) {
                Moment moment = new Moment(rules, state, wake, log, follower);
                moment.due();
                moment.finish();
            }
        }
        if (!edited && inputs.isEmpty() && wake(state, follower) > now) {
            return null;
        }
        Moment moment = new Moment(rules, state, now, log, follower);
        if (edited) {
            definitions(moment, state, now);
        } else {
            moment.due();
        }
        return moment;
    }

    private static long wake(ContactState state, Follower follower) {
        return Math.min(state.wake(), follower.wake());
    }

    /** Judges where the rules differ, if those under which the contact was judged to the end are the ones before. */
    private void definitions(Moment moment, ContactState state, long now) {
        RuleEdit edit = rules.edit();
        if (edit != null && state.epoch() == edit.epoch() && state.layout() == edit.layout() && state.wake() >= now) {
            moment.definitions(edit);
        } else {
            moment.definitions();
        }
    }

    /** Not by a deletion of nobody, not by a word to a follower, and not by seeds of what another contact did before a deletion. */
    private boolean begins(ContactState state, Input input) {
        if (input instanceof Input.Seed seed) {
            Integer place = rules.eventPlace(seed.leaf());
            return place != null
                    && seed.events().stream()
                            .anyMatch(event ->
                                    state.takesSeed(event, rules.eventLeaves().get(place)));
        }
        return !(input instanceof Input.ToFollower)
                && !(input instanceof Input.Action action && action.action() instanceof ContactAction.Delete);
    }

    /** Also after a change of code that keeps answers in other places, which changes none of them. */
    private boolean isEdited(ContactState state) {
        return state.epoch() != rules.rules().epoch() || state.layout() != rules.layout();
    }

    private long effectiveFrom(long now) {
        long instant = rules.rules().effectiveFrom();
        return instant == AudienceRules.WHEN_JUDGED ? now : instant;
    }
}
