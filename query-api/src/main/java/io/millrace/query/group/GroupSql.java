package io.millrace.query.group;

import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.SqlValues;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the list of an event's group values, and reads groups back. */
public final class GroupSql {

    private GroupSql() {}

    /** A list of one text per field; the number of the bin where the field is cut into bins. */
    public static String values(Grouping grouping, Optional<Bins> bins, FilterSql filters, SqlValues values) {
        if (grouping.fields().size() == 1) {
            return "[" + value(grouping, bins, filters, values) + "]";
        }
        return grouping.fields().stream().map(filters::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The one text of the list where there is a single field. */
    public static String value(Grouping grouping, Optional<Bins> bins, FilterSql filters, SqlValues values) {
        if (grouping.binned()) {
            return bins.map(known -> bin(grouping, known, filters, values)).orElse("''");
        }
        return filters.text(grouping.fields().get(0));
    }

    /** The group of the values that {@link #values} gave. */
    public static GroupKey key(List<String> values, Optional<Bins> bins) {
        if (bins.isEmpty() || values.get(0).isEmpty()) {
            return GroupKey.of(values);
        }
        int number = Integer.parseInt(values.get(0));
        return new GroupKey(List.of(bins.get().label(number - 1)), number, false);
    }

    private static String bin(Grouping grouping, Bins bins, FilterSql filters, SqlValues values) {
        String number = filters.decimal(grouping.fields().get(0));
        return "if(isNull(" + number + "), '', toString(arrayCount(start -> " + number + " >= toDecimal256(start, 38), "
                + values.texts(bins.starts()) + ")))";
    }
}
