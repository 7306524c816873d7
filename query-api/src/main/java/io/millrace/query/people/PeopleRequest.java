package io.millrace.query.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.ContactId;
import io.millrace.query.http.Call;
import io.millrace.query.question.Asked;
import io.millrace.query.question.Cell;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Which number's people are asked for, and what is to be done with them.
 *
 * @param limit how many of them; 0 for all
 * @param after the last contact of the page before
 * @param segmentName what they are to be kept as; empty where they are only looked at
 */
record PeopleRequest(Cell cell, boolean csv, int limit, Optional<BigInteger> after, Optional<String> segmentName) {

    private static final int LIMIT_DEFAULT = 25;
    private static final int LIMIT_MAX = 1_000;
    private static final int NAME_LENGTH_MAX = 200;

    /** Reads the body; empty, with faults, if anything is wrong with it. */
    static Optional<PeopleRequest> read(Call call, QuestionParser questions, Faults faults) {
        return ObjectReader.of(Json.parse(call.body()), "", faults).flatMap(body -> read(body, call, questions));
    }

    private static Optional<PeopleRequest> read(ObjectReader body, Call call, QuestionParser questions) {
        Faults faults = body.faults();
        Optional<Asked> asked = object(body, "query", "the query whose number it is")
                .flatMap(query -> {
                    // The query as it was asked may say in which format; here it does not matter.
                    query.text("format");
                    return questions.parse(
                            query, new TimeRangeParser(call.ownWorkspace().timezone(), call.at()));
                });
        Optional<ObjectReader> place = object(body, "cell", "the number's place in the answer");
        boolean csv = call.wantsCsv(body.text("format"), "/format", faults);
        int limit = body.whole("limit", csv ? 0 : LIMIT_DEFAULT, 1, LIMIT_MAX);
        Optional<BigInteger> after = body.text("cursor").flatMap(cursor -> after(cursor, body));
        Optional<String> name = body.text("save_as_segment");
        if (name.isPresent() && (name.get().isBlank() || name.get().length() > NAME_LENGTH_MAX)) {
            faults.invalid(
                    body.at("save_as_segment"),
                    TextNode.valueOf(name.get()),
                    "a name of up to " + NAME_LENGTH_MAX + " characters");
        }
        body.finish();
        return asked.flatMap(known -> place.flatMap(known::cell))
                .filter(unused -> faults.isEmpty())
                .map(cell -> new PeopleRequest(cell, csv, limit, after, name));
    }

    private static Optional<ObjectReader> object(ObjectReader body, String name, String meaning) {
        JsonNode node = body.any(name);
        if (node == null) {
            body.faults().required(body.at(name), meaning + " is needed", "an object");
            return Optional.empty();
        }
        return ObjectReader.of(node, body.at(name), body.faults());
    }

    private static Optional<BigInteger> after(String cursor, ObjectReader body) {
        Optional<BigInteger> after = ContactId.parse(cursor).map(ContactId::number);
        if (after.isEmpty()) {
            body.faults().invalid(body.at("cursor"), TextNode.valueOf(cursor), "the next_cursor of the page before");
        }
        return after;
    }
}
