package io.millrace.query.series;

import io.millrace.core.rule.Rule;
import io.millrace.query.filter.Doers;
import io.millrace.query.group.GroupChoice;
import io.millrace.query.question.Cell;
import io.millrace.query.question.Scope;
import io.millrace.query.time.Stretch;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A value of a series.
 *
 * @param bucket empty for the total
 * @param group empty for everybody
 */
record SeriesCell(
        SeriesQuery query, SeriesItem item, Optional<Integer> bucket, Optional<GroupChoice> group, SeriesStore store)
        implements Cell {

    @Override
    public List<BigInteger> contacts(Scope scope) {
        return store.contacts(query, item, bucket, group, scope);
    }

    /** Of a group there is none: that values read the same is another test than that they are equal. */
    @Override
    public Optional<Rule> rule() {
        Measure.Kind kind = item.measure().kind();
        boolean runsOn = query.cumulative() && bucket.isPresent();
        if (kind.ofNumbers() || kind.rolling() || runsOn || group.isPresent()) {
            return Optional.empty();
        }
        Optional<Stretch> when = bucket.isEmpty()
                ? Optional.of(Stretch.of(query.range()))
                : Stretch.of(query.range(), query.interval(), bucket.get());
        return when.flatMap(stretch -> Doers.of(item.event(), query.filters())
                .map(doers -> doers.all(doers.did(stretch.fromMillis(), stretch.untilMillis()))));
    }
}
