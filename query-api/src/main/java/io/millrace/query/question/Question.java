package io.millrace.query.question;

import io.millrace.query.funnel.FunnelQuery;
import io.millrace.query.series.SeriesQuery;
import java.util.function.Function;

/** What an analytics query asks. */
sealed interface Question {

    /** Answers each kind in its own way. */
    <T> T match(Function<SeriesQuery, T> series, Function<FunnelQuery, T> funnel);

    /** Counts over time. */
    record OfSeries(SeriesQuery query) implements Question {
        @Override
        public <T> T match(Function<SeriesQuery, T> series, Function<FunnelQuery, T> funnel) {
            return series.apply(query);
        }
    }

    /** How far contacts came. */
    record OfFunnel(FunnelQuery query) implements Question {
        @Override
        public <T> T match(Function<SeriesQuery, T> series, Function<FunnelQuery, T> funnel) {
            return funnel.apply(query);
        }
    }
}
