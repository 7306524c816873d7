package io.millrace.core.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order in which segments of a workspace can be judged: each after all that it names. There is none if they name one
 * another in a cycle. Ids that are not among the segments are passed over. Deterministic; however long a chain of
 * references is, it costs no stack.
 */
public final class SegmentOrder {

    private final List<String> order = new ArrayList<>();
    private final List<String> cycle = new ArrayList<>();

    private SegmentOrder() {}

    /** @param references by segment id the ids of the segments that its rule names */
    public static SegmentOrder of(Map<String, Set<String>> references) {
        SegmentOrder result = new SegmentOrder();
        Map<String, Boolean> done = new HashMap<>();
        Map<String, Set<String>> sorted = new TreeMap<>(references);
        for (String id : sorted.keySet()) {
            if (!done.containsKey(id) && !result.visit(id, sorted, done)) {
                result.order.clear();
                break;
            }
        }
        return result;
    }

    /**
     * The cycle that an edit would make.
     *
     * @param references of all segments as they stand
     * @param edited the segment that is created or edited
     * @param named what its new rule names
     * @return the ids from the edited segment along the references back to it, so that it stands at both ends; empty if
     *     the edit is fine
     */
    public static Optional<List<String>> cycleOf(
            Map<String, Set<String>> references, String edited, Set<String> named) {
        Map<String, Set<String>> after = new HashMap<>(references);
        after.put(edited, named);
        return of(after).cycle().map(cycle -> rotated(cycle, edited));
    }

    /** The same cycle, told from one of its segments on; as it was if that is not in it. */
    private static List<String> rotated(List<String> cycle, String first) {
        int at = cycle.indexOf(first);
        if (at <= 0) {
            return cycle;
        }
        List<String> rotated = new ArrayList<>(cycle.subList(at, cycle.size()));
        rotated.addAll(cycle.subList(1, at + 1));
        return rotated;
    }

    /** Every segment after those that it names; empty if there is a cycle. */
    public List<String> order() {
        return List.copyOf(order);
    }

    /** The ids along a cycle, the first one again at its end; empty if there is none. */
    public Optional<List<String>> cycle() {
        return cycle.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(cycle));
    }

    /** A segment being visited, and those that it names and that are still to be visited. */
    private record Step(String id, Iterator<String> named) {}

    /** Whether all below a segment could be ordered. In {@code done}, false stands for what is being visited. */
    private boolean visit(String root, Map<String, Set<String>> references, Map<String, Boolean> done) {
        Deque<Step> path = new ArrayDeque<>();
        enter(root, references, done, path);
        while (!path.isEmpty()) {
            Step step = path.getLast();
            if (!step.named().hasNext()) {
                path.removeLast();
                done.put(step.id(), true);
                order.add(step.id());
                continue;
            }
            String next = step.named().next();
            Boolean state = done.get(next);
            if (state == null && references.containsKey(next)) {
                enter(next, references, done, path);
            } else if (Boolean.FALSE.equals(state)) {
                path.stream().map(Step::id).dropWhile(id -> !id.equals(next)).forEach(cycle::add);
                cycle.add(next);
                return false;
            }
        }
        return true;
    }

    private static void enter(
            String id, Map<String, Set<String>> references, Map<String, Boolean> done, Deque<Step> path) {
        done.put(id, false);
        path.addLast(new Step(
                id, references.getOrDefault(id, Set.of()).stream().sorted().iterator()));
    }
}
