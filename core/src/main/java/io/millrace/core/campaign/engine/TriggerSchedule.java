package io.millrace.core.campaign.engine;

import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.ScheduledAt;
import io.millrace.core.campaign.TriggerOn;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** When a campaign's scheduled triggers fire. Instants are epoch milliseconds. Pure and thread-safe. */
public final class TriggerSchedule {

    public static final long NEVER = Long.MAX_VALUE;

    private TriggerSchedule() {}

    /** The first instant strictly after another at which any trigger fires; {@link #NEVER} if none does. */
    public static long next(CampaignGraph graph, ZoneId zone, long after) {
        return graph.triggers().stream()
                .mapToLong(trigger -> next(trigger, zone, after))
                .min()
                .orElse(NEVER);
    }

    /** The triggers that fire at an instant. */
    public static List<String> at(CampaignGraph graph, ZoneId zone, long instant) {
        List<String> due = new ArrayList<>();
        for (Node.Trigger trigger : graph.triggers()) {
            if (next(trigger, zone, instant - 1) == instant) {
                due.add(trigger.id());
            }
        }
        return due;
    }

    /** The triggers that fire when the campaign is activated. */
    public static List<String> atActivation(CampaignGraph graph) {
        return graph.triggers().stream()
                .filter(trigger -> trigger.on() instanceof TriggerOn.Scheduled scheduled && scheduled.at() == null)
                .map(Node.Trigger::id)
                .toList();
    }

    private static long next(Node.Trigger trigger, ZoneId zone, long after) {
        if (!(trigger.on() instanceof TriggerOn.Scheduled scheduled) || scheduled.at() == null) {
            return NEVER;
        }
        ScheduledAt at = scheduled.at();
        TriggerOn.Scheduled.Every every = scheduled.every();
        long first = at.instant(zone).toEpochMilli();
        if (first > after || every == null) {
            return first > after ? first : NEVER;
        }
        // By the calendar from the first one on: the 31st falls on the last day of shorter months, and on the 31st
        // again.
        LocalDateTime local = at.local(zone);
        long times = Math.max(0, passed(every, after - first) - 2);
        while (true) {
            long instant = later(local, every, times).atZone(zone).toInstant().toEpochMilli();
            if (instant > after) {
                return instant;
            }
            times++;
        }
    }

    /** About how often it has come round in a time, not too rarely by more than two. */
    private static long passed(TriggerOn.Scheduled.Every every, long millis) {
        long days = millis / 86_400_000L;
        return switch (every) {
            case DAY -> days;
            case WEEK -> days / 7;
            case MONTH -> days / 31;
        };
    }

    private static LocalDateTime later(LocalDateTime first, TriggerOn.Scheduled.Every every, long times) {
        return switch (every) {
            case DAY -> first.plusDays(times);
            case WEEK -> first.plusWeeks(times);
            case MONTH -> first.plusMonths(times);
        };
    }
}
