package io.millrace.query.funnel;

import io.millrace.query.filter.Selector;

/**
 * One step of a funnel.
 *
 * @param name what the answer calls it
 * @param optional whether it is only counted, neither required nor part of times and conversion
 */
public record FunnelStep(Selector selector, String name, boolean optional, FirstTime firstTime) {

    /** Whether only an actor's first event counts; all history is looked at. */
    public enum FirstTime {
        NO,
        /** The first event that matches the filters. */
        MATCHING,
        /** The first event of that name, which must match the filters. */
        EVER
    }

    public static FunnelStep of(Selector selector) {
        return new FunnelStep(selector, selector.text(), false, FirstTime.NO);
    }
}
