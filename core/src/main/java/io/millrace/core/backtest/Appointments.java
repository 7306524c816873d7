package io.millrace.core.backtest;

import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.campaign.engine.TriggerSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Instants at which something happens to every contact that is there: the campaign is activated, or scheduled triggers
 * fire. Immutable and thread-safe.
 */
final class Appointments {

    /**
     * One instant.
     *
     * @param toFormer what those are told who were there before it
     * @param toAll what everybody is told who is there when it ends
     */
    record Appointment(long at, List<CampaignWord> toFormer, List<CampaignWord> toAll) {
        Appointment {
            toFormer = List.copyOf(toFormer);
            toAll = List.copyOf(toAll);
        }
    }

    private final List<Appointment> all = new ArrayList<>();

    Appointments(BacktestPlan plan) {
        CampaignGraph graph = plan.content().graph();
        String id = plan.campaign();
        List<String> first = new ArrayList<>(TriggerSchedule.at(graph, plan.zone(), plan.from()));
        first.addAll(TriggerSchedule.atActivation(graph));
        List<CampaignWord> members = plan.enrollExisting() ? List.of(new CampaignWord.EnrollMembers(id)) : List.of();
        all.add(new Appointment(plan.from(), members, due(id, first)));
        for (long at = TriggerSchedule.next(graph, plan.zone(), plan.from());
                at <= plan.to() && at != TriggerSchedule.NEVER;
                at = TriggerSchedule.next(graph, plan.zone(), at)) {
            all.add(new Appointment(at, List.of(), due(id, TriggerSchedule.at(graph, plan.zone(), at))));
        }
    }

    private static List<CampaignWord> due(String campaign, List<String> triggers) {
        return triggers.stream()
                .<CampaignWord>map(trigger -> new CampaignWord.ScheduleDue(campaign, trigger))
                .toList();
    }

    /** In order; the first is the activation. */
    int count() {
        return all.size();
    }

    Appointment get(int place) {
        return all.get(place);
    }
}
