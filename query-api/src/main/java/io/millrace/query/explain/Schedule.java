package io.millrace.query.explain;

import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.campaign.engine.TriggerSchedule;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;

/** When a scheduled trigger fired last. Instants are epoch milliseconds. Pure. */
final class Schedule {

    private Schedule() {}

    /**
     * Empty if it did not.
     *
     * @param zone the workspace's
     * @param since from when on it could fire; one without an instant of its own fires then
     */
    static OptionalLong lastFired(TriggerOn.Scheduled on, ZoneId zone, long since, long now) {
        if (on.at() == null) {
            return OptionalLong.of(since);
        }
        CampaignGraph alone = new CampaignGraph(List.of(new Node.Trigger("t", on, null)), List.of());
        OptionalLong last = OptionalLong.empty();
        long next = TriggerSchedule.next(alone, zone, since - 1);
        while (next <= now) {
            last = OptionalLong.of(next);
            next = TriggerSchedule.next(alone, zone, next);
        }
        return last;
    }
}
