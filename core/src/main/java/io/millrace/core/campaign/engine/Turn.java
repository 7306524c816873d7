package io.millrace.core.campaign.engine;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.Present;
import java.util.ArrayList;
import java.util.List;

/** What those who move a contact's runs in one step share: what stands, what is at hand, and what has been done. */
final class Turn {

    final CompiledCampaigns campaigns;
    final ContactRuns runs;
    final List<CampaignOutput> outputs = new ArrayList<>();
    private Arrival arrival = new Arrival(0, 0);

    Turn(CompiledCampaigns campaigns, ContactRuns runs) {
        this.campaigns = campaigns;
        this.runs = runs;
    }

    /** The arrival of what runs do by themselves at an instant: after all that arrived at it. */
    static Arrival last(Present present) {
        return new Arrival(present.now(), Long.MAX_VALUE);
    }

    /** Whatever runs change of the contact from here on has arrived with this. */
    void causedBy(Arrival cause) {
        arrival = cause;
    }

    Arrival arrival() {
        return arrival;
    }

    void tell(CampaignOutput output) {
        outputs.add(output);
        runs.touch();
    }

    /** Until when a run waits that has just been put down; what has come to a node in this turn says so with its step. */
    void putDown(Run run) {
        int last = outputs.size() - 1;
        if (last >= 0
                && outputs.get(last) instanceof CampaignOutput.Reached reached
                && reached.run().run().equals(run.id)) {
            outputs.set(last, reached.waitingUntil(run.until));
        }
    }

    RunRef ref(Run run, Present present) {
        return new RunRef(run.campaign, run.version, present.contact().person().id(), run.id);
    }

    boolean isPaused(Run run) {
        return campaigns.status(run.campaign) != CampaignStatus.ACTIVE;
    }
}
