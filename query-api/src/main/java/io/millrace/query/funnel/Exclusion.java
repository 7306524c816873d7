package io.millrace.query.funnel;

import io.millrace.query.filter.Selector;

/** What must not happen after the event of one step and before that of a later one; steps count from 0 here. */
public record Exclusion(Selector selector, int fromStep, int toStep) {

    public Exclusion {
        if (fromStep < 0 || toStep <= fromStep) {
            throw new IllegalArgumentException("an exclusion goes from a step to a later one");
        }
    }
}
