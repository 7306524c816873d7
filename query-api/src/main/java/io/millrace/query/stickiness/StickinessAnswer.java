package io.millrace.query.stickiness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many contacts are active in one interval, in two, and so on. */
final class StickinessAnswer implements Answer {

    private final StickinessQuery query;
    private final long[] contacts;
    private final long total;

    /** @param exactly how many contacts have one interval, two, …; one number for each interval of the range */
    StickinessAnswer(StickinessQuery query, long[] exactly) {
        this.query = query;
        this.contacts = exactly.clone();
        this.total = Arrays.stream(exactly).sum();
        if (query.orMore()) {
            for (int i = contacts.length - 2; i >= 0; i--) {
                contacts[i] += contacts[i + 1];
            }
        }
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", "stickiness");
        answer.put("interval", query.interval().text());
        answer.put("timezone", query.range().zone().getId());
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        ArrayNode data = answer.putArray("data");
        for (int i = 0; i < contacts.length; i++) {
            data.addObject().put("intervals", i + 1).put("contacts", contacts[i]);
        }
        answer.put("total", total);
        return answer;
    }

    @Override
    public List<String> header() {
        return List.of("intervals", "contacts");
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < contacts.length; i++) {
            rows.add(List.of(Integer.toString(i + 1), Long.toString(contacts[i])));
        }
        return rows;
    }
}
