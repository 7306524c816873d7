package io.millrace.query.question;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads an analytics query by its type. Immutable. */
public final class QuestionParser {

    private final TreeMap<String, QuestionType> types = new TreeMap<>();
    private final String expected;

    public QuestionParser(List<QuestionType> known) {
        known.forEach(type -> type.names().forEach(name -> types.put(name, type)));
        this.expected = "one of " + String.join(", ", types.keySet());
    }

    /** The question; empty, with faults, if anything is wrong with it. Its format has been read. */
    public Optional<Asked> parse(ObjectReader query, TimeRangeParser ranges) {
        Optional<String> type = query.requiredText("type", expected);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        QuestionType known = types.get(type.get());
        if (known == null) {
            query.faults().invalid(query.at("type"), TextNode.valueOf(type.get()), expected);
            return Optional.empty();
        }
        return known.read(type.get(), query, ranges).map(asked -> (Asked) asked);
    }
}
