package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Shows counts in one view. The columns are the fields of each object in {@code data}. */
interface ViewJson {

    /** @param bins of the times, where the view shows them */
    static ViewJson of(FunnelQuery query, FunnelView view, Optional<EntryBuckets> buckets, TimeBins bins) {
        return switch (view.kind()) {
            case STEPS -> new StepsJson(query);
            case TIME_TO_CONVERT -> new TimesJson(view, bins);
            case TREND ->
                new TrendJson(view, buckets.orElseThrow(() -> new IllegalArgumentException("a trend has buckets")));
        };
    }

    /** What the answer says once. */
    void head(ObjectNode answer);

    /** What it says for all and for each group. */
    void fill(ObjectNode node, Tally tally);

    ArrayNode data(Tally tally);

    List<String> columns();

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
