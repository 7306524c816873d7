package io.millrace.core.campaign.engine;

import io.millrace.core.audience.Present;
import io.millrace.core.campaign.ReEntry;
import java.util.ArrayList;
import java.util.List;

/** Takes in the runs of a contact that joins another: they go on, but for those of which the other has one itself. */
final class Merging {

    private final Turn turn;
    private final Walk walk;

    Merging(Turn turn, Walk walk) {
        this.turn = turn;
        this.walk = walk;
    }

    void absorb(ContactRuns source, String from, Present present) {
        ContactRuns target = turn.runs;
        target.touch();
        target.sent.addAll(source.sent);
        if (target.suppression == ContactRuns.Suppression.NONE) {
            target.suppression = source.suppression;
        }
        source.pasts.forEach((campaign, theirs) -> {
            CampaignPast ours = target.past(campaign);
            List<Run> moving = new ArrayList<>();
            for (Run run : theirs.runs.values()) {
                if (hasOneItself(ours, run)) {
                    RunRef ref = new RunRef(run.campaign, run.version, from, run.id);
                    turn.tell(new CampaignOutput.Exited(present.now(), ref, run.node, ExitReason.MERGED));
                } else {
                    moving.add(run);
                }
            }
            moving.forEach(run -> move(run, ours, from, present));
            ours.lastEntry = Math.max(ours.lastEntry, theirs.lastEntry);
            ours.keys.addAll(theirs.keys);
            ours.causes.putAll(theirs.causes);
            ours.ended.addAll(theirs.ended);
        });
    }

    /** Where runs are told apart by a key, only one of the same key is such a run. */
    private boolean hasOneItself(CampaignPast ours, Run run) {
        CompiledVersion version = turn.campaigns.versionOf(run);
        return version.settings().reEntry() instanceof ReEntry.PerKey
                ? ours.withKeyOf(run) != null
                : !ours.runs.isEmpty();
    }

    private void move(Run run, CampaignPast ours, String from, Present present) {
        Run moved = run.ofContact(turn.runs.serials++);
        ours.runs.put(moved.id, moved);
        turn.tell(new CampaignOutput.Moved(present.now(), turn.ref(moved, present), from));
        walk.putDown(moved);
    }
}
