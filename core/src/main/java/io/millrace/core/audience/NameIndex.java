package io.millrace.core.audience;

import io.millrace.core.event.EventType;
import io.millrace.core.event.ReservedNames;
import io.millrace.core.rule.EventPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the conditions that an event of a name can mean something to, without looking at the others. Thread-safe. */
public final class NameIndex {

    private static final int[] NONE = {};

    private final Map<String, int[]> exact = new HashMap<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<int[]> prefixLeaves = new ArrayList<>();
    private final int[] any;

    /** @param leaves the patterns of each, of which an event must match one */
    public NameIndex(List<List<EventPattern>> leaves) {
        Map<String, TreeSet<Integer>> byName = new HashMap<>();
        Map<String, TreeSet<Integer>> byPrefix = new HashMap<>();
        TreeSet<Integer> ofAny = new TreeSet<>();
        for (int i = 0; i < leaves.size(); i++) {
            for (EventPattern pattern : leaves.get(i)) {
                if (pattern.isAny()) {
                    ofAny.add(i);
                } else if (pattern.isPrefix()) {
                    byPrefix.computeIfAbsent(pattern.prefix(), prefix -> new TreeSet<>())
                            .add(i);
                } else {
                    byName.computeIfAbsent(pattern.name(), name -> new TreeSet<>())
                            .add(i);
                }
            }
        }
        byName.forEach((name, found) -> exact.put(name, array(found)));
        byPrefix.forEach((prefix, found) -> {
            prefixes.add(prefix);
            prefixLeaves.add(array(found));
        });
        any = array(ofAny);
    }

    /** In ascending order, each once. */
    public int[] matching(EventType type, String ownName) {
        String name = type.eventName(ownName);
        if (name.isEmpty()) {
            return NONE;
        }
        int[] found = exact.getOrDefault(name, NONE);
        if (!ReservedNames.isReserved(name)) {
            found = union(found, any);
        }
        if (type == EventType.TRACK) {
            for (int i = 0; i < prefixes.size(); i++) {
                if (name.startsWith(prefixes.get(i))) {
                    found = union(found, prefixLeaves.get(i));
                }
            }
        }
        return found;
    }

    private static int[] union(int[] one, int[] other) {
        if (one.length == 0 || other.length == 0) {
            return one.length == 0 ? other : one;
        }
        TreeSet<Integer> union = new TreeSet<>();
        for (int leaf : one) {
            union.add(leaf);
        }
        for (int leaf : other) {
            union.add(leaf);
        }
        return array(union);
    }

    private static int[] array(TreeSet<Integer> leaves) {
        return leaves.stream().mapToInt(Integer::intValue).toArray();
    }
}
