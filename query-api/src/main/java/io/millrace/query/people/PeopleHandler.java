package io.millrace.query.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.question.KnownSegments;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.segment.KeptContacts;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers {@code POST /v1/analytics/people}: who is behind a number of an analytics answer, in the order of their ids, a
 * page at a time, or kept as a segment: by the rule that means them, else by hand. Called by many threads at once.
 */
public final class PeopleHandler implements RouteHandler {

    private final QuestionParser questions;
    private final KnownSegments segments;
    private final KeptContacts kept;
    private final Humans humans;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     */
    public PeopleHandler(
            QuestionParser questions,
            KnownSegments segments,
            KeptContacts kept,
            ClickHouseClient client,
            Map<String, String> bounds) {
        this.questions = questions;
        this.segments = segments;
        this.kept = kept;
        this.humans = new Humans(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        PeopleRequest request = PeopleRequest.read(call, questions, faults).orElseGet(() -> {
            faults.throwIfAny();
            throw new IllegalStateException("no cell and no fault");
        });
        String workspace = call.ownWorkspace().id();
        segments.require(faults.mentionedSegments(), workspace);
        if (request.segmentName().isPresent()) {
            kept.requireScope(call);
        }
        Optional<Reply> byRule = request.segmentName()
                .flatMap(name -> request.cell().rule().flatMap(rule -> kept.create(call, name, rule)));
        if (byRule.isPresent()) {
            return byRule.get();
        }
        List<BigInteger> contacts = request.cell().contacts(new Scope(workspace, call.at()));
        if (request.segmentName().isPresent()) {
            return kept.create(call, request.segmentName().get(), contacts);
        }
        List<BigInteger> page = page(contacts, request);
        return request.csv()
                ? Reply.csv(
                        Human.CSV_HEADER,
                        humans.of(workspace, page).stream().map(Human::cells).toList())
                : Reply.json(200, json(contacts, page, humans.of(workspace, page)));
    }

    private static List<BigInteger> page(List<BigInteger> contacts, PeopleRequest request) {
        int from = request.after()
                .map(last -> {
                    int found = Collections.binarySearch(contacts, last);
                    return found < 0 ? -found - 1 : found + 1;
                })
                .orElse(0);
        int to = request.limit() == 0 ? contacts.size() : Math.min(contacts.size(), from + request.limit());
        return contacts.subList(from, to);
    }

    private static ObjectNode json(List<BigInteger> contacts, List<BigInteger> page, List<Human> shown) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode data = answer.putArray("data");
        shown.forEach(human -> data.add(human.json()));
        answer.put("total", contacts.size());
        boolean more = !page.isEmpty() && !page.get(page.size() - 1).equals(contacts.get(contacts.size() - 1));
        answer.put("has_more", more);
        answer.put("next_cursor", more ? shown.get(shown.size() - 1).id().toString() : null);
        return answer;
    }
}
