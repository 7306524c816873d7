package io.millrace.query.attribution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.group.GroupPlace;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;

/** What led to conversions: {@code attribution}. */
public final class AttributionQuestions implements QuestionType {

    static final String TYPE = "attribution";

    private final AttributionStore store;

    public AttributionQuestions(AttributionStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of(TYPE);
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        return AttributionParser.parse(query, ranges).map(known -> new OfAttribution(known, store));
    }

    private record OfAttribution(AttributionQuery query, AttributionStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope);
        }

        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            int faultsBefore = cell.faults().count();
            Optional<GroupPlace> place = row(cell);
            cell.finish();
            return cell.faults().count() > faultsBefore
                    ? Optional.empty()
                    : place.map(row -> scope -> store.contacts(query, row, scope));
        }

        private Optional<GroupPlace> row(ObjectReader cell) {
            JsonNode row = cell.any("row");
            if (cell.flag("other", false)) {
                return Optional.of(GroupPlace.REST);
            }
            if (row == null) {
                cell.faults().required(cell.at("row"), "the row's values are needed, or other", "a list of texts");
                return Optional.empty();
            }
            return GroupPlace.named(cell, "row", row, query.dimension().fields().size());
        }
    }
}
