package io.millrace.query.retention;

import io.millrace.query.group.GroupKey;
import io.millrace.query.group.Grouping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which groups are shown, by the values of their fields. A group's number is its place; {@link #REST} stands for all that
 * are not shown. Immutable.
 */
final class Groups {

    static final int REST = -1;

    private final List<GroupKey> keys;
    private final Map<List<String>, Integer> numbers;

    private Groups(List<GroupKey> keys, Map<List<String>, Integer> numbers) {
        this.keys = keys;
        this.numbers = numbers;
    }

    /** Of a query that is not grouped: one that holds everybody. */
    static Groups everybody() {
        return new Groups(List.of(GroupKey.of(List.of())), Map.of(List.of(), 0));
    }

    /**
     * The largest groups in order, then the absent one; those without any contact are none.
     *
     * @param sizes by the values as the store has them
     * @param key a group's key by those values
     */
    static Groups largest(Grouping grouping, Map<List<String>, Long> sizes, Function<List<String>, GroupKey> key) {
        Map<GroupKey, List<String>> values = new HashMap<>();
        List<GroupKey.Sized> sized = new ArrayList<>();
        sizes.forEach((stored, size) -> {
            GroupKey known = key.apply(stored);
            values.put(known, stored);
            sized.add(new GroupKey.Sized(known, size));
        });
        sized.sort(GroupKey.order());
        List<GroupKey> keys = new ArrayList<>();
        Map<List<String>, Integer> numbers = new HashMap<>();
        for (GroupKey.Sized group : sized) {
            if (group.key().isAbsent() || keys.size() < grouping.limit()) {
                numbers.put(values.getOrDefault(group.key(), List.of()), keys.size());
                keys.add(group.key());
            }
        }
        return new Groups(keys, numbers);
    }

    /** In order, without the rest. */
    List<GroupKey> keys() {
        return keys;
    }

    int number(List<String> values) {
        return numbers.getOrDefault(values, REST);
    }
}
