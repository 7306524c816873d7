package io.millrace.query.stickiness;

import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Selector;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** In how many intervals contacts are active. */
public final class StickinessQuestions implements QuestionType {

    private final StickinessStore store;

    public StickinessQuestions(StickinessStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of("stickiness");
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        Optional<TimeRange> range = ranges.parse(query);
        Interval interval = query.choice("interval", Interval.byText(), Interval.DAY);
        Selector event = FilterParser.selector(query);
        boolean orMore = query.flag("or_more", false);
        query.finish();
        return query.faults().isEmpty()
                ? range.map(known -> new OfStickiness(new StickinessQuery(event, known, interval, orMore), store))
                : Optional.empty();
    }

    private record OfStickiness(StickinessQuery query, StickinessStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope);
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            int most = Buckets.of(query.range(), query.interval()).count();
            int intervals = cell.whole("intervals", 0, 1, most);
            if (cell.any("intervals") == null) {
                cell.faults().required(cell.at("intervals"), "the number of intervals is needed", "a whole number");
            }
            cell.finish();
            return cell.faults().isEmpty()
                    ? Optional.of(scope -> store.contacts(query, intervals, scope))
                    : Optional.empty();
        }
    }
}
