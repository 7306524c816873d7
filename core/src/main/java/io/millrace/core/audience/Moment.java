package io.millrace.core.audience;

import java.util.List;

/** One instant of one contact: its phases in order, then one comparison with before. */
final class Moment {

    private final ContactState state;
    private final StepLog log;
    private final long now;
    private final Judgement judgement;
    private final InputEffects effects;
    private final Follower follower;
    private final Present present;

    Moment(CompiledRules rules, ContactState state, long now, StepLog log, Follower follower) {
        this.state = state;
        this.log = log;
        this.now = now;
        this.judgement = new Judgement(rules, state, now);
        this.effects = new InputEffects(rules, state, judgement, log);
        this.follower = follower;
        this.present = new Present(rules, state, now, judgement, effects);
    }

    /** Nothing has happened to the contact before, so all it enters is by its first input. */
    void begin(Input first) {
        state.begin(beganAt(first), now);
        log.profileChanged();
        judgement.answers().begin();
        judgement.allEditedNow();
        judgement.everything();
        follower.opened(present);
    }

    private long beganAt(Input first) {
        if (first instanceof Input.Event event) {
            return event.event().timestamp();
        }
        if (first instanceof Input.Absorb merge && merge.source().exists()) {
            return merge.source().createdAt();
        }
        return now;
    }

    /** The contact was last judged under other rules. */
    void definitions() {
        judgement.answers().align();
        judgement.editedNow();
        judgement.everything();
        judgement.judge(new Phase(Cause.EDIT, null));
        judgement.leaveDeleted(new Phase(Cause.DELETE, null));
        follower.opened(present);
    }

    /** The contact was last judged under the rules before these. */
    void definitions(RuleEdit edit) {
        judgement.answers().follow(edit);
        judgement.editedNow();
        judgement.touched(edit.segments());
        judgement.judge(new Phase(Cause.EDIT, null));
        judgement.leaveDeleted(edit.gone(), new Phase(Cause.DELETE, null));
        follower.opened(present);
    }

    void due() {
        judgement.answers().findDue();
        follower.opened(present);
    }

    /** Judges the inputs in their order; a deletion is the last. */
    void inputs(List<Input> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            if (input instanceof Input.Action action && action.action() instanceof ContactAction.Delete) {
                if (i + 1 < inputs.size()) {
                    throw new IllegalArgumentException("what follows a deletion happens to another contact");
                }
                follower.ended(present);
                leave(new Phase(Cause.DELETE, input));
                state.end(action.arrival().millis());
                log.profileChanged();
                return;
            }
            apply(input);
            judgement.judge(new Phase(cause(input), input));
            follower.happened(input, present);
        }
    }

    private void apply(Input input) {
        if (input instanceof Input.Event event) {
            effects.event(event.event());
        } else if (input instanceof Input.Action action) {
            effects.action(action.action(), action.arrival());
        } else if (input instanceof Input.Absorb merge) {
            effects.absorb(merge.source(), merge.resolution(), merge.arrival());
        } else if (input instanceof Input.Seed seed) {
            effects.seed(seed);
        }
    }

    private static Cause cause(Input input) {
        if (input instanceof Input.Absorb) {
            return Cause.MERGE;
        }
        return input instanceof Input.Seed ? Cause.EDIT : Cause.EVENT;
    }

    /** Leaves every segment, with what else has happened at this instant; nothing may follow. */
    void leave(Phase phase) {
        judgement.leaveAll(phase);
        judgement.answers().close();
        judgement.finish(log);
    }

    /** What time changes is seen after the inputs, and what follows from all of it last; then the instant is over. */
    void finish() {
        judgement.answers().settle();
        if (judgement.anyDirty()) {
            judgement.judge(new Phase(Cause.EXPIRY, null));
        }
        follower.settled(present);
        judgement.answers().close();
        judgement.finish(log);
    }
}
