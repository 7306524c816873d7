package io.millrace.query.backfill;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.BackfillStatus.Condition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides since when the job counts the conditions of a segment's new version, and which of them lack their past. A
 * condition that some segment of the workspace already has is live since then, and keeps what it has counted; one that
 * nobody has begins with this version.
 */
final class SeedPlan {

    private SeedPlan() {}

    /**
     * @param wanted the conditions of the new version
     * @param at the instant from which the job knows the version
     * @param others what is remembered of the other segments of the workspace and of the segment's own version before,
     *     reduced to conditions that their rules still hold, see {@link #stillHeld}
     */
    static Map<LeafKey, Condition> of(Collection<LeafKey> wanted, long at, Collection<Map<LeafKey, Condition>> others) {
        Map<LeafKey, Condition> plan = new HashMap<>();
        for (LeafKey key : wanted) {
            Optional<Condition> known = Optional.empty();
            for (Map<LeafKey, Condition> other : others) {
                Optional<Condition> found = Optional.ofNullable(other.get(key));
                known = better(known, found);
            }
            plan.put(key, known.orElse(new Condition(at, false)));
        }
        return Map.copyOf(plan);
    }

    /** What is remembered of a segment, of the conditions its rules hold now. */
    static Map<LeafKey, Condition> stillHeld(BackfillStatus status, Set<LeafKey> now) {
        Map<LeafKey, Condition> held = new HashMap<>(status.conditions());
        held.keySet().retainAll(now);
        return held;
    }

    static boolean complete(Map<LeafKey, Condition> plan) {
        return plan.values().stream().allMatch(Condition::seeded);
    }

    static Map<LeafKey, Condition> completed(Map<LeafKey, Condition> plan) {
        Map<LeafKey, Condition> all = new HashMap<>();
        plan.forEach((key, condition) -> all.put(key, new Condition(condition.liveFrom(), true)));
        return Map.copyOf(all);
    }

    /** One that has its past, else the one that is live for longer. */
    private static Optional<Condition> better(Optional<Condition> one, Optional<Condition> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        if (one.get().seeded() != other.get().seeded()) {
            return one.get().seeded() ? one : other;
        }
        return one.get().liveFrom() <= other.get().liveFrom() ? one : other;
    }
}
