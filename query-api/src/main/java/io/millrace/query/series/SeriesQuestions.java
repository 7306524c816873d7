package io.millrace.query.series;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.group.GroupChoice;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Answer;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.TimeRangeParser;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts and other measures over time. */
public final class SeriesQuestions implements QuestionType {

    private final SeriesStore store;

    public SeriesQuestions(SeriesStore store) {
        this.store = store;
    }

    @Override
    public Set<String> names() {
        return Set.of("event_count", "unique_contacts", SeriesQuery.TIMESERIES);
    }

    @Override
    public Optional<? extends Asked> read(String type, ObjectReader query, TimeRangeParser ranges) {
        return SeriesParser.parse(type, query, ranges).map(known -> new OfSeries(known, store));
    }

    private record OfSeries(SeriesQuery query, SeriesStore store) implements Asked {
        @Override
        public Answer answer(Scope scope) {
            return store.answer(query, scope);
        }

        /** Without a date the number is the total. */
        @Override
        public Optional<Cell> cell(ObjectReader cell) {
            String id = cell.text("series").orElse("A");
            Optional<SeriesItem> item =
                    query.items().stream().filter(one -> one.id().equals(id)).findFirst();
            if (item.isEmpty()) {
                String ids = query.items().stream().map(SeriesItem::id).collect(Collectors.joining(", "));
                cell.faults().invalid(cell.at("series"), TextNode.valueOf(id), "one of " + ids);
            }
            Optional<String> date = cell.text("date");
            Optional<Integer> bucket = date.map(label ->
                    Buckets.of(query.range(), query.interval()).labels().indexOf(label));
            if (bucket.filter(found -> found < 0).isPresent()) {
                cell.faults().invalid(cell.at("date"), TextNode.valueOf(date.orElse("")), "the date of a bucket");
            }
            Optional<GroupChoice> group = GroupChoice.read(cell, query.grouping());
            cell.finish();
            return cell.faults().isEmpty()
                    ? item.map(one -> new SeriesCell(query, one, bucket, group, store))
                    : Optional.empty();
        }
    }
}
