package io.millrace.query.funnel;

import io.millrace.query.group.GroupKey;
import io.millrace.query.request.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Collects outcomes by group and, at the end, counts the largest groups and the rest. In the rest an actor counts once,
 * with the funnel that took it furthest. Used by one thread.
 */
final class GroupTallies {

    private static final int OUTCOMES_MAX = 3_000_000;

    private final FunnelQuery query;
    private final Map<List<String>, List<Outcome>> outcomes = new LinkedHashMap<>();
    private int count;

    private record Outcome(long actor, Reached reached) {}

    /** A group with its counts. */
    record Group(GroupKey key, Tally tally) {}

    GroupTallies(FunnelQuery query) {
        this.query = query;
    }

    void add(long actor, Map<List<String>, Reached> groups) {
        groups.forEach((values, reached) ->
                outcomes.computeIfAbsent(values, unused -> new ArrayList<>()).add(new Outcome(actor, reached)));
        count += groups.size();
        if (count > OUTCOMES_MAX) {
            throw Problem.limitExceeded(
                            "memory",
                            OUTCOMES_MAX + " group memberships",
                            "the funnel has too many contacts in groups; ask for a shorter range or no groups")
                    .exception();
        }
    }

    /** The groups to show, in order. */
    List<Group> groups(Function<List<String>, GroupKey> keys) {
        List<GroupKey.Sized> sized = new ArrayList<>();
        Map<GroupKey, List<Outcome>> byKey = new HashMap<>();
        outcomes.forEach((values, members) -> {
            GroupKey key = keys.apply(values);
            byKey.put(key, members);
            sized.add(new GroupKey.Sized(key, members.size()));
        });
        sized.sort(GroupKey.order());
        List<Group> shown = new ArrayList<>();
        List<Outcome> rest = new ArrayList<>();
        int named = 0;
        for (GroupKey.Sized group : sized) {
            List<Outcome> members = byKey.getOrDefault(group.key(), List.of());
            if (group.key().isAbsent() || named < query.grouping().limit()) {
                named += group.key().isAbsent() ? 0 : 1;
                shown.add(new Group(group.key(), tally(members)));
            } else {
                rest.addAll(members);
            }
        }
        if (!rest.isEmpty() && query.grouping().other()) {
            shown.add(new Group(GroupKey.OTHER, tally(furthest(rest))));
        }
        return shown;
    }

    private Tally tally(List<Outcome> members) {
        Tally tally = new Tally(query);
        members.forEach(member -> tally.add(member.reached()));
        return tally;
    }

    private List<Outcome> furthest(List<Outcome> members) {
        Map<Long, Outcome> best = new LinkedHashMap<>();
        for (Outcome member : members) {
            best.merge(member.actor(), member, this::further);
        }
        return List.copyOf(best.values());
    }

    private Outcome further(Outcome one, Outcome other) {
        int difference = requiredSteps(other) - requiredSteps(one);
        if (difference != 0) {
            return difference > 0 ? other : one;
        }
        return entry(other) < entry(one) ? other : one;
    }

    private int requiredSteps(Outcome outcome) {
        int steps = 0;
        for (int step : query.required()) {
            steps += outcome.reached().did(step) ? 1 : 0;
        }
        return steps;
    }

    private static long entry(Outcome outcome) {
        Long time = outcome.reached().time(0);
        return time == null ? Long.MAX_VALUE : time;
    }
}
