package io.millrace.query.question;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.funnel.FunnelParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.series.SeriesParser;
import io.millrace.query.series.SeriesQuery;
import io.millrace.query.time.TimeRangeParser;
import java.util.List;
import java.util.Optional;

/** Reads an analytics query by its type; types that are documented but not there yet are refused by name. */
final class QuestionParser {

    private static final List<String> PLANNED =
            List.of("timeseries", "cohort_retention", "attribution", "stickiness", "lifecycle", "paths");

    private QuestionParser() {}

    /** The question; empty, with faults, if anything is wrong with it. Its format has been read. */
    static Optional<Question> parse(ObjectReader query, TimeRangeParser ranges) {
        Optional<String> type = query.requiredText("type", "one of event_count, unique_contacts, funnel");
        if (type.isEmpty()) {
            return Optional.empty();
        }
        return switch (type.get()) {
            case "event_count" -> SeriesParser.parse(SeriesQuery.Measure.EVENT_COUNT, query, ranges)
                    .map(Question.OfSeries::new);
            case "unique_contacts" -> SeriesParser.parse(SeriesQuery.Measure.UNIQUE_CONTACTS, query, ranges)
                    .map(Question.OfSeries::new);
            case "funnel" -> FunnelParser.parse(query, ranges).map(Question.OfFunnel::new);
            default -> refuse(type.get(), query);
        };
    }

    private static Optional<Question> refuse(String type, ObjectReader query) {
        Faults faults = query.faults();
        TextNode found = TextNode.valueOf(type);
        if (PLANNED.contains(type)) {
            faults.notSupported(query.at("type"), found, "the type " + type + " is not supported yet");
        } else {
            faults.invalid(query.at("type"), found, "one of event_count, unique_contacts, funnel");
        }
        return Optional.empty();
    }
}
