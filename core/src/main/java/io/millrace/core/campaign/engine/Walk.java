package io.millrace.core.campaign.engine;

import io.millrace.core.audience.Present;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.WaitFor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leads runs from node to node until they must wait or are over. No graph has a loop in which no time passes. */
final class Walk {

    /** How a node is left, or that it is not. */
    record Step(Kind kind, @Nullable String way) {
        enum Kind {
            GO,
            STAY,
            END
        }

        static final Step STAY = new Step(Kind.STAY, null);
        static final Step END = new Step(Kind.END, null);

        static Step go(@Nullable String way) {
            return new Step(Kind.GO, way);
        }
    }

    private final Turn turn;
    private final Goals goals;

    Walk(Turn turn, Goals goals) {
        this.turn = turn;
        this.goals = goals;
    }

    /** A run that stands nowhere yet begins. */
    void begin(Run run, Present present) {
        turn.tell(new CampaignOutput.Reached(present.now(), turn.ref(run, present), run.node, 1, null, Run.NEVER));
        onward(run, null, present);
    }

    /** A run that waited may go on; while its campaign is paused it is noted. */
    void release(Run run, @Nullable String way, Present present) {
        turn.runs.lift(run);
        if (turn.isPaused(run)) {
            hold(run, Run.Stay.HELD_TO_GO, way);
        } else {
            onward(run, way, present);
        }
    }

    /** What the node does, which had to wait, is to be done; while the campaign is paused that is noted. */
    void again(Run run, Present present) {
        turn.runs.lift(run);
        if (turn.isPaused(run)) {
            hold(run, Run.Stay.HELD_TO_DO, null);
        } else {
            follow(run, stand(run, present, false), present);
        }
    }

    /** The campaign is active again: what came due is done. */
    void resume(Run run, Present present) {
        turn.runs.lift(run);
        if (run.stay == Run.Stay.HELD_TO_GO) {
            onward(run, run.way, present);
        } else {
            follow(run, stand(run, present, false), present);
        }
    }

    /** The gate grants a slot; whether it was used. */
    boolean granted(Run run, Present present) {
        if (turn.isPaused(run)) {
            turn.runs.lift(run);
            hold(run, Run.Stay.HELD_TO_DO, null);
            return false;
        }
        int before = turn.outputs.size();
        turn.runs.lift(run);
        follow(run, stand(run, present, true), present);
        return turn.outputs.size() > before && turn.outputs.get(before) instanceof CampaignOutput.Sent;
    }

    /** The run is over, wherever it stands. */
    void exit(Run run, ExitReason reason, Present present) {
        turn.runs.lift(run);
        end(run, reason, present);
    }

    private void end(Run run, ExitReason reason, Present present) {
        turn.runs.past(run.campaign).runs.remove(run.id);
        turn.tell(new CampaignOutput.Exited(present.now(), turn.ref(run, present), run.node, reason));
        goals.ended(run, present.now());
    }

    private void hold(Run run, Run.Stay stay, @Nullable String way) {
        run.stay = stay;
        run.way = way;
        run.wake = Run.NEVER;
        turn.runs.place(run, false);
    }

    private void onward(Run run, @Nullable String way, Present present) {
        follow(run, Step.go(way), present);
    }

    /** From here on the run is in nobody's index until it is put down. */
    private void follow(Run run, Step first, Present present) {
        CompiledVersion version = turn.campaigns.versionOf(run);
        Step step = first;
        while (step.kind() == Step.Kind.GO) {
            Optional<Node> next = step.way() == null
                    ? version.graph().next(run.node)
                    : version.graph().next(run.node, step.way());
            if (next.isEmpty()) {
                step = Step.END;
                break;
            }
            String from = run.node;
            run.node = next.get().id();
            reached(run, from, version, present);
            step = stand(run, present, false);
        }
        if (step.kind() == Step.Kind.END) {
            end(run, ExitReason.COMPLETED, present);
        }
    }

    private void reached(Run run, String from, CompiledVersion version, Present present) {
        int visit = 1;
        if (version.circles(run.node)) {
            visit = run.visits.merge(run.node, 1, Integer::sum);
        }
        turn.tell(new CampaignOutput.Reached(present.now(), turn.ref(run, present), run.node, visit, from, Run.NEVER));
    }

    /** Does what the run's node does. */
    private Step stand(Run run, Present present, boolean hasSlot) {
        CompiledVersion version = turn.campaigns.versionOf(run);
        return version.node(run.node).accept(new NodeStep(turn, this, version, run, present, hasSlot));
    }

    /** Puts a run down until an instant. */
    Step wait(Run run, long until, boolean forRule) {
        run.stay = Run.Stay.WAITS;
        run.way = null;
        run.until = until;
        run.wake = until;
        turn.runs.place(run, forRule);
        turn.putDown(run);
        return Step.STAY;
    }

    Step needSlot(Run run, Present present) {
        run.stay = Run.Stay.NEEDS_SLOT;
        run.way = null;
        run.until = Run.NEVER;
        run.wake = Run.NEVER;
        turn.runs.place(run, false);
        turn.tell(new CampaignOutput.SlotNeeded(present.now(), turn.ref(run, present), run.node));
        return Step.STAY;
    }

    /** Puts a run down until its rule holds; it is asked earlier where time alone may make it hold. */
    Step waitForRule(Run run, Node.Wait node, WaitFor.Holds what, long until, Present present) {
        run.stay = Run.Stay.WAITS;
        run.way = null;
        run.until = until;
        run.wake = Math.min(until, RuleClock.next(what.rules(), run, present.now()));
        turn.runs.place(run, true);
        turn.putDown(run);
        return Step.STAY;
    }

    /** Puts a run of another contact down where it stood; whether its rule holds here is found out when all has settled. */
    void putDown(Run run) {
        Node node = turn.campaigns.versionOf(run).node(run.node);
        boolean forRule = node instanceof Node.Wait wait && wait.what() instanceof WaitFor.Holds && !run.isHeld();
        turn.runs.place(run, forRule);
    }

    /** Whether a wait's rule holds for a run that waits there. */
    boolean isMet(Run run, Present present) {
        int place = turn.campaigns.versionOf(run).place(run.node);
        return place >= 0 && present.holds(place, run.started.json(), run.enteredAt);
    }

    /** What time does to a run: it goes on, or is asked again later. */
    void due(Run run, Present present) {
        CompiledVersion version = turn.campaigns.versionOf(run);
        Node node = version.node(run.node);
        if (node instanceof Node.Wait wait && run.until > present.now() && wait.what() instanceof WaitFor.Holds what) {
            if (isMet(run, present)) {
                release(run, Node.Wait.MET, present);
            } else {
                turn.runs.lift(run);
                waitForRule(run, wait, what, run.until, present);
            }
        } else if (node instanceof Node.Wait) {
            release(run, Node.Wait.TIMEOUT, present);
        } else if (node instanceof Node.Delay
                || node instanceof Node.DelayUntilTime
                || node instanceof Node.DelayUntilDate) {
            release(run, null, present);
        } else {
            again(run, present);
        }
    }
}
