package io.millrace.core.audience;

/** A segment's rule over the answers of its conditions. */
interface TruthNode {

    boolean holds(Truths truths);

    /** The answers at one moment. */
    interface Truths {
        boolean events(int leaf);

        boolean profile(int leaf);

        boolean member(int segment);
    }
}
