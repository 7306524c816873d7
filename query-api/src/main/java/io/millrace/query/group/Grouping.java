package io.millrace.query.group;

import io.millrace.query.filter.Field;
import java.util.List;

/**
 * What a result is grouped by.
 *
 * @param fields up to three, none if the result is not grouped
 * @param names the fields as asked for, which head the columns of a CSV answer
 * @param bins into how many equal parts a single field's numbers are cut, 0 for the values themselves
 * @param limit how many groups are shown, the largest ones
 * @param other whether the rest is shown as one group
 */
public record Grouping(List<Field> fields, List<String> names, int bins, int limit, boolean other) {

    public static final int FIELDS_MAX = 3;
    public static final int BINS_MAX = 100;

    public Grouping {
        fields = List.copyOf(fields);
        names = List.copyOf(names);
        if (fields.size() > FIELDS_MAX || fields.size() != names.size()) {
            throw new IllegalArgumentException("a grouping has up to three fields, each with its name");
        }
        if (bins > 0 && fields.size() != 1) {
            throw new IllegalArgumentException("only a single field is cut into bins");
        }
    }

    public static Grouping none() {
        return new Grouping(List.of(), List.of(), 0, 1, false);
    }

    public boolean isNone() {
        return fields.isEmpty();
    }

    public boolean binned() {
        return bins > 0;
    }
}
