package io.millrace.query.path;

import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** What people did next: {@code paths}. */
public final class PathsQuestions implements QuestionType {

    static final String TYPE = "paths";

    private final PathsStore store;

    public PathsQuestions(PathsStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of(TYPE);
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        return PathsParser.parse(query, ranges).map(known -> new OfPaths(known, store));
    }

    private record OfPaths(PathsQuery query, PathsStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope);
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            int faultsBefore = cell.faults().count();
            if (cell.any("step") == null) {
                cell.faults().required(cell.at("step"), "the step's number is needed", "a whole number");
            }
            int step = cell.whole("step", 1, 1, query.depth());
            Optional<String> from = cell.requiredText("from", "an event's name");
            Optional<String> to = cell.requiredText("to", "an event's name");
            cell.finish();
            return cell.faults().count() > faultsBefore || from.isEmpty() || to.isEmpty()
                    ? Optional.empty()
                    : Optional.of(scope -> store.contacts(query, step, from.get(), to.get(), scope));
        }
    }
}
