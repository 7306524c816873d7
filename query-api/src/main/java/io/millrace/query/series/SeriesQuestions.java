package io.millrace.query.series;

import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** Counts over time. */
public final class SeriesQuestions implements QuestionType {

    private final SeriesStore store;

    public SeriesQuestions(SeriesStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of("event_count", "unique_contacts");
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        SeriesQuery.Measure measure =
                type.equals("event_count") ? SeriesQuery.Measure.EVENT_COUNT : SeriesQuery.Measure.UNIQUE_CONTACTS;
        return SeriesParser.parse(measure, query, ranges).map(known -> new OfSeries(known, store));
    }

    private record OfSeries(SeriesQuery query, SeriesStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope.workspace(), scope.now());
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            cell.notSupported("date", "listing the contacts of a bucket");
            return Optional.empty();
        }
    }
}
