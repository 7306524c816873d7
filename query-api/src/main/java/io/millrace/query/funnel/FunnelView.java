package io.millrace.query.funnel;

import io.millrace.query.time.Interval;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an answer shows of a funnel.
 *
 * @param fromStep where the stretch begins that is measured, counted from 0
 * @param toStep where it ends
 * @param bins how many bins of time are asked for, 0 for as many as suit
 * @param interval the entry buckets of a trend
 */
public record FunnelView(Kind kind, int fromStep, int toStep, int bins, Interval interval) {

    /** The kinds of answers. */
    public enum Kind {
        STEPS,
        TIME_TO_CONVERT,
        TREND;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Map<String, Kind> byText() {
            Map<String, Kind> all = new LinkedHashMap<>();
            for (Kind kind : values()) {
                all.put(kind.text(), kind);
            }
            return all;
        }
    }

    public static final int BINS_MAX = 100;

    public FunnelView {
        if (fromStep < 0 || toStep <= fromStep || bins < 0 || bins > BINS_MAX) {
            throw new IllegalArgumentException("a stretch goes from a step to a later one, in up to 100 bins");
        }
    }

    /** How many did each step of this query. */
    public static FunnelView steps(FunnelQuery query) {
        int[] required = query.required();
        int last = required[required.length - 1];
        return new FunnelView(Kind.STEPS, 0, last == 0 ? query.steps().size() - 1 : last, 0, Interval.DAY);
    }
}
