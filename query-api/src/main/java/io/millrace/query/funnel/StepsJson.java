package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The view {@code steps}: how many did each step, and how long it took them from the one before. */
record StepsJson(FunnelQuery query) implements ViewJson {

    private static final List<String> COLUMNS = List.of(
            "index",
            "step",
            "count",
            "dropoff",
            "conversion_from_previous",
            "conversion",
            "average_seconds",
            "median_seconds");

    static double overallConversion(FunnelQuery query, Tally tally) {
        int[] required = query.required();
        return ViewJson.ratio(tally.count(required[required.length - 1]), tally.count(0));
    }

    @Override
    public void head(ObjectNode answer) {}

    @Override
    public void fill(ObjectNode node, Tally tally) {
        node.set("data", data(tally));
        node.put("overall_conversion", overallConversion(query, tally));
    }

    @Override
    public ArrayNode data(Tally tally) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (int step = 0; step < query.steps().size(); step++) {
            long count = tally.count(step);
            long before = tally.count(query.previous(step));
            data.addObject()
                    .put("index", step + 1)
                    .put("step", query.label(step))
                    .put("count", count)
                    .put("dropoff", before - count)
                    .put("conversion_from_previous", ViewJson.ratio(count, before))
                    .put("conversion", ViewJson.ratio(count, tally.count(0)))
                    .put("average_seconds", tally.toStep(step).averageSeconds())
                    .put("median_seconds", tally.toStep(step).medianSeconds());
        }
        return data;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }
}
