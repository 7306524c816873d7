package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The view {@code trend}: how many of those who entered in a bucket converted. */
record TrendJson(FunnelView view, EntryBuckets buckets) implements ViewJson {

    private static final List<String> COLUMNS = List.of("date", "entered", "converted", "conversion");

    @Override
    public void head(ObjectNode answer) {
        answer.put("interval", view.interval().text());
    }

    @Override
    public void fill(ObjectNode node, Tally tally) {
        node.set("data", data(tally));
    }

    @Override
    public ArrayNode data(Tally tally) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            long entered = tally.entered(bucket);
            long converted = tally.converted(bucket);
            data.addObject()
                    .put("date", buckets.label(bucket))
                    .put("entered", entered)
                    .put("converted", converted)
                    .put("conversion", ViewJson.ratio(converted, entered));
        }
        return data;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }
}
