package io.millrace.query.funnel;

import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** How far contacts came. */
public final class FunnelQuestions implements QuestionType {

    private final FunnelStore store;

    public FunnelQuestions(FunnelStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of("funnel");
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        return FunnelParser.parse(query, ranges).map(known -> new OfFunnel(known.query(), known.view(), store));
    }

    private record OfFunnel(FunnelQuery query, FunnelView view, FunnelStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, view, scope);
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            return new FunnelPlaceParser(query, view)
                    .parse(cell)
                    .map(place -> scope -> store.contacts(query, view, place, scope));
        }
    }
}
