package io.millrace.query.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Answer;
import io.millrace.query.time.Buckets;
import java.util.ArrayList;
import java.util.List;

/** How many contacts are in each state in each bucket. */
final class LifecycleAnswer implements Answer {

    private final LifecycleQuery query;
    private final Buckets buckets;
    private final long[][] counts;

    /** @param counts by state, then by bucket */
    LifecycleAnswer(LifecycleQuery query, Buckets buckets, long[][] counts) {
        this.query = query;
        this.buckets = buckets;
        this.counts = counts.clone();
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", "lifecycle");
        answer.put("interval", query.interval().text());
        answer.put("timezone", query.range().zone().getId());
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        ArrayNode data = answer.putArray("data");
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            ObjectNode row = data.addObject().put("date", buckets.labels().get(bucket));
            for (State state : State.values()) {
                row.put(state.text(), counts[state.ordinal()][bucket]);
            }
        }
        return answer;
    }

    @Override
    public List<String> header() {
        List<String> header = new ArrayList<>(List.of("date"));
        header.addAll(State.byText().keySet());
        return header;
    }

    @Override
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            List<String> row = new ArrayList<>(List.of(buckets.labels().get(bucket)));
            for (State state : State.values()) {
                row.add(Long.toString(counts[state.ordinal()][bucket]));
            }
            rows.add(row);
        }
        return rows;
    }
}
