package io.millrace.query.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which group: the values of its fields, or the rest.
 *
 * @param values one text per field, empty where absent; none for the rest
 * @param rank the bin's number, by which bins are ordered, else 0
 */
public record GroupKey(List<String> values, int rank, boolean isOther) {

    public static final GroupKey OTHER = new GroupKey(List.of(), 0, true);

    private static final String OTHER_LABEL = "$other";
    private static final String ABSENT_LABEL = "$none";

    public GroupKey {
        values = List.copyOf(values);
    }

    public static GroupKey of(List<String> values) {
        return new GroupKey(values, 0, false);
    }

    public boolean isAbsent() {
        return !isOther && values.stream().allMatch(String::isEmpty);
    }

    /** What stands in the answer; a value's own {@code $} at its start is doubled. */
    public String label() {
        if (isOther) {
            return OTHER_LABEL;
        }
        return values.stream().map(GroupKey::label).collect(Collectors.joining("|"));
    }

    private static String label(String value) {
        if (value.isEmpty()) {
            return ABSENT_LABEL;
        }
        return value.startsWith("$") ? "$" + value : value;
    }

    /** Opens the group's object in an answer: label and values, of the rest that it is the rest. */
    public ObjectNode toJson() {
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        group.put("label", label());
        if (isOther) {
            group.put("other", true);
            return group;
        }
        ArrayNode texts = group.putArray("values");
        for (String value : values) {
            if (value.isEmpty()) {
                texts.addNull();
            } else {
                texts.add(value);
            }
        }
        return group;
    }

    /** The group columns of a CSV row. */
    public List<String> cells(int fields) {
        if (!isOther) {
            return values;
        }
        return Stream.concat(Stream.of(OTHER_LABEL), Stream.generate(() -> "").limit(fields - 1L))
                .toList();
    }

    /** Largest first, equal ones by label, bins by number; then the absent group, then the rest. */
    public static Comparator<Sized> order() {
        return Comparator.comparing((Sized group) -> group.key().isOther())
                .thenComparing(group -> group.key().isAbsent())
                .thenComparing(Comparator.comparing(Sized::total).reversed())
                .thenComparingInt(group -> group.key().rank())
                .thenComparing(group -> group.key().label());
    }

    /** A group with its size. */
    public record Sized(GroupKey key, BigDecimal total) {
        public Sized(GroupKey key, long total) {
            this(key, BigDecimal.valueOf(total));
        }
    }
}
