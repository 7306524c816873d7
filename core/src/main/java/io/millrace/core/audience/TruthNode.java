package io.millrace.core.audience;

import io.millrace.core.rule.Rule;

/** A segment's rule over the answers of its conditions. */
interface TruthNode {

    boolean holds(Truths truths);

    /** The answers at one moment. */
    interface Truths {
        boolean events(int leaf);

        boolean profile(int leaf);

        boolean member(int segment);

        /** Of a campaign's rule, about the event that started a run. */
        boolean started(Rule.TriggerProperty leaf);
    }
}
