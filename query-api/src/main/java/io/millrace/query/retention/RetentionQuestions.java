package io.millrace.query.retention;

import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** Who came back: {@code cohort_retention}. */
public final class RetentionQuestions implements QuestionType {

    static final String TYPE = "cohort_retention";

    private final RetentionStore store;

    public RetentionQuestions(RetentionStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of(TYPE);
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        return RetentionParser.parse(query, ranges).map(known -> new OfRetention(known, store));
    }

    private record OfRetention(RetentionQuery query, RetentionStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope);
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            return RetentionCell.parse(cell, query).map(place -> scope -> store.contacts(query, place, scope));
        }
    }
}
