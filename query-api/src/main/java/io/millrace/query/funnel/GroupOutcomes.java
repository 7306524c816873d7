package io.millrace.query.funnel;

import io.millrace.query.group.GroupKey;
import io.millrace.query.group.Grouping;
import io.millrace.query.request.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Collects outcomes by group and, at the end, finds the largest groups and the rest. In the rest an actor counts once,
 * with the funnel that took it furthest. Used by one thread.
 */
final class GroupOutcomes {

    private static final long NUMBERS_MAX = 30_000_000;
    private static final int NUMBERS_BESIDE_TIMES = 6;

    private final FunnelQuery query;
    private final Map<List<String>, List<Outcome>> outcomes = new LinkedHashMap<>();
    private long numbers;

    /** A group with the outcomes of its actors. */
    record Group(GroupKey key, List<Outcome> outcomes) {

        /** How many did the first step. */
        long total() {
            return outcomes.stream().filter(outcome -> outcome.times() != null).count();
        }
    }

    GroupOutcomes(FunnelQuery query) {
        this.query = query;
    }

    void add(List<String> values, Outcome outcome) {
        outcomes.computeIfAbsent(values, unused -> new ArrayList<>()).add(outcome);
        numbers += NUMBERS_BESIDE_TIMES + query.steps().size() + outcome.entries().length;
        if (numbers > NUMBERS_MAX) {
            throw Problem.limitExceeded(
                            "memory",
                            NUMBERS_MAX + " times of contacts in groups",
                            "the funnel has too many contacts in groups; ask for a shorter range or no groups")
                    .exception();
        }
    }

    /** The groups to show, in order. */
    List<Group> groups(Function<List<String>, GroupKey> keys) {
        List<GroupKey.Sized> sized = new ArrayList<>();
        Map<GroupKey, Group> byKey = new HashMap<>();
        outcomes.forEach((values, members) -> {
            Group group = new Group(keys.apply(values), members);
            byKey.put(group.key(), group);
            sized.add(new GroupKey.Sized(group.key(), group.total()));
        });
        sized.sort(GroupKey.order());
        Grouping grouping = query.grouping();
        List<Group> shown = new ArrayList<>();
        List<Outcome> rest = new ArrayList<>();
        int named = 0;
        for (GroupKey.Sized next : sized) {
            Group group = byKey.getOrDefault(next.key(), new Group(next.key(), List.of()));
            if (group.key().isAbsent() || named < grouping.limit()) {
                named += group.key().isAbsent() ? 0 : 1;
                shown.add(group);
            } else {
                rest.addAll(group.outcomes());
            }
        }
        if (!rest.isEmpty() && grouping.other()) {
            shown.add(new Group(GroupKey.OTHER, byActor(rest)));
        }
        return shown;
    }

    private List<Outcome> byActor(List<Outcome> members) {
        Map<Long, Outcome> merged = new LinkedHashMap<>();
        for (Outcome member : members) {
            merged.merge(member.actor(), member, this::together);
        }
        return List.copyOf(merged.values());
    }

    private Outcome together(Outcome one, Outcome other) {
        Outcome best = isFurther(other, one) ? other : one;
        return new Outcome(one.actor(), best.times(), entries(one, other), one.contacts());
    }

    private static int[] entries(Outcome one, Outcome other) {
        Map<Integer, Integer> byBucket = new TreeMap<>();
        for (int[] entries : List.of(one.entries(), other.entries())) {
            for (int entry : entries) {
                byBucket.merge(entry >> 1, entry, Math::max);
            }
        }
        Collection<Integer> found = byBucket.values();
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isFurther(Outcome one, Outcome other) {
        int difference = reached(one) - reached(other);
        return difference > 0 || difference == 0 && reached(one) > 0 && begun(one) < begun(other);
    }

    private int reached(Outcome outcome) {
        int steps = 0;
        for (int step : query.required()) {
            steps += outcome.did(step) ? 1 : 0;
        }
        return steps;
    }

    private static long begun(Outcome outcome) {
        long[] times = outcome.times();
        return times == null ? Long.MAX_VALUE : times[0];
    }
}
