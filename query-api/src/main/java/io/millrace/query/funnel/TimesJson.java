package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** The view {@code time_to_convert}: a histogram of times; all groups share the bins. */
record TimesJson(FunnelView view, TimeBins bins) implements ViewJson {

    private static final List<String> COLUMNS = List.of("from_seconds", "to_seconds", "count");
    private static final long SECOND = 1000;

    @Override
    public void head(ObjectNode answer) {
        answer.put("from_step", view.fromStep() + 1);
        answer.put("to_step", view.toStep() + 1);
    }

    @Override
    public void fill(ObjectNode node, Tally tally) {
        node.put("count", tally.stretch().count());
        node.put("average_seconds", tally.stretch().averageSeconds());
        node.put("median_seconds", tally.stretch().medianSeconds());
        node.set("data", data(tally));
    }

    @Override
    public ArrayNode data(Tally tally) {
        long[] counts = new long[bins.count()];
        for (int i = 0; i < tally.stretch().count(); i++) {
            counts[bins.of(tally.stretch().millis(i))]++;
        }
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (int bin = 0; bin < counts.length; bin++) {
            ObjectNode node = data.addObject();
            putSeconds(node, "from_seconds", bins.fromMillis(bin));
            putSeconds(node, "to_seconds", bins.fromMillis(bin + 1));
            node.put("count", counts[bin]);
        }
        return data;
    }

    private static void putSeconds(ObjectNode node, String name, long millis) {
        if (millis % SECOND == 0) {
            node.put(name, millis / SECOND);
        } else {
            node.put(name, BigDecimal.valueOf(millis, 3).doubleValue());
        }
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }
}
