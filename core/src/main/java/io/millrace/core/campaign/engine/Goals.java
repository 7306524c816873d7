package io.millrace.core.campaign.engine;

import io.millrace.core.audience.EventView;
import io.millrace.core.audience.Patterns;
import io.millrace.core.audience.Present;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.CampaignSettings.Goal;
import java.util.ArrayList;
import java.util.List;

/** Finds out which runs an event brings to their goal, those that are over included. */
final class Goals {

    private final Turn turn;

    Goals(Turn turn) {
        this.turn = turn;
    }

    /** @return the runs in progress that end by it */
    List<Run> reached(EventHook hook, EventView event, Present present) {
        CompiledVersion version = hook.version();
        Goal goal = version.settings().goal();
        CampaignPast past = turn.runs.pastOrNull(version.campaign());
        if (goal == null || past == null) {
            return List.of();
        }
        forgetOld(past, present.now());
        List<Run> candidates = new ArrayList<>(past.runs.values());
        candidates.addAll(past.ended);
        candidates.removeIf(
                run -> run.version != version.version() || run.converted || !inTime(run, goal, event.timestamp()));
        if (candidates.isEmpty() || !Patterns.matches(goal.event(), event)) {
            return List.of();
        }
        for (Run run : candidates) {
            run.converted = true;
            turn.tell(new CampaignOutput.Converted(present.now(), turn.ref(run, present)));
        }
        candidates.removeIf(run -> !goal.exit() || !past.runs.containsKey(run.id));
        return candidates;
    }

    private static boolean inTime(Run run, Goal goal, long happenedAt) {
        if (run.heldOut) {
            return within(run.enteredAt, goal, happenedAt);
        }
        for (long message : run.messages) {
            if (within(message, goal, happenedAt)) {
                return true;
            }
        }
        return false;
    }

    private static boolean within(long from, Goal goal, long happenedAt) {
        return happenedAt > from && happenedAt <= from + goal.within().millis();
    }

    /** A run that is over is kept for as long as an event in time may still arrive. */
    void ended(Run run, long now) {
        if (!run.converted && now <= deadline(run)) {
            turn.runs.past(run.campaign).ended.add(run);
        }
    }

    private void forgetOld(CampaignPast past, long now) {
        if (past.ended.removeIf(run -> run.converted || now > deadline(run))) {
            turn.runs.touch();
        }
    }

    private long deadline(Run run) {
        CompiledVersion version = turn.campaigns.version(run.campaign, run.version);
        Goal goal = version == null ? null : version.settings().goal();
        if (version == null || goal == null || !run.heldOut && run.messages.length == 0) {
            return Long.MIN_VALUE;
        }
        CampaignSettings settings = version.settings();
        long last = run.heldOut ? run.enteredAt : run.messages[run.messages.length - 1];
        return last + goal.within().millis() + settings.maxEventAge().millis();
    }
}
