package io.millrace.query.filter;

import java.time.Duration;
import java.util.List;

/**
 * One condition on one field of an event.
 *
 * @param values what is compared with: one, several for {@code in} and {@code not_in}, none where nothing is
 * @param duration of {@code within_last}, {@code within_next} and {@code older_than}, else zero
 */
public record Leaf(Field field, Operator operator, List<Value> values, Duration duration) {

    public Leaf {
        values = List.copyOf(values);
        boolean counts = switch (operator.takes()) {
            case VALUE -> values.size() == 1;
            case LIST -> true;
            case NOTHING, DURATION -> values.isEmpty();
        };
        if (!counts) {
            throw new IllegalArgumentException(operator.text() + " does not take " + values.size() + " values");
        }
    }
}
