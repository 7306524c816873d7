package io.millrace.query.lifecycle;

import com.fasterxml.jackson.databind.node.TextNode;
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

/** Who is new, who returns, who came back and who stays away. */
public final class LifecycleQuestions implements QuestionType {

    private final LifecycleStore store;

    public LifecycleQuestions(LifecycleStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of("lifecycle");
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        Optional<TimeRange> range = ranges.parse(query);
        Interval interval = query.choice("interval", Interval.byText(), Interval.DAY);
        Selector event = FilterParser.selector(query);
        query.finish();
        return query.faults().isEmpty()
                ? range.map(known -> new OfLifecycle(new LifecycleQuery(event, known, interval), store))
                : Optional.empty();
    }

    private record OfLifecycle(LifecycleQuery query, LifecycleStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope);
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            Optional<String> date = cell.requiredText("date", "the date of a bucket");
            int bucket = date.map(label ->
                            Buckets.of(query.range(), query.interval()).labels().indexOf(label))
                    .orElse(0);
            if (bucket < 0) {
                cell.faults().invalid(cell.at("date"), TextNode.valueOf(date.orElse("")), "the date of a bucket");
            }
            String states = "one of " + String.join(", ", State.byText().keySet());
            State state = cell.requiredText("state", states).isEmpty()
                    ? State.NEW
                    : cell.choice("state", State.byText(), State.NEW);
            cell.finish();
            return cell.faults().isEmpty()
                    ? Optional.of(new LifecycleCell(query, bucket, state, store))
                    : Optional.empty();
        }
    }
}
