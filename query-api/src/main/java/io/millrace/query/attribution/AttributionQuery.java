package io.millrace.query.attribution;

import io.millrace.query.filter.Field;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which values of a dimension earn the credit for the conversions in a range.
 *
 * @param touchpoints empty for any event with a UTM field
 * @param dimension what rows are made by
 * @param lookback how long before a conversion a touchpoint counts, both ends included
 * @param halfLife after how long a touchpoint's weight in {@code time_decay} has halved
 * @param value the property of a conversion that is shared out beside it
 * @param range bounds conversions, not touchpoints
 * @param filters remove events before anything else
 */
record AttributionQuery(
        Selector conversion,
        Optional<Selector> touchpoints,
        Grouping dimension,
        Duration lookback,
        Model model,
        Duration halfLife,
        Optional<Field> value,
        TimeRange range,
        List<Leaf> filters) {

    AttributionQuery {
        filters = List.copyOf(filters);
        if (dimension.isNone()) {
            throw new IllegalArgumentException("attribution needs a dimension");
        }
        if (halfLife.isZero()) {
            throw new IllegalArgumentException("a half-life is longer than nothing");
        }
    }

    /** The first instant at which a touchpoint can count for some conversion in the range. */
    long firstTouchMillis() {
        return range.fromMillis() - lookback.toMillis();
    }
}
