package io.millrace.query.funnel;

import java.util.Map;
import java.util.TreeMap;

/** What may lie between the steps of a funnel. */
public enum Order {
    /** Anything. */
    ORDERED,
    /** Nothing: any other event breaks the chain, but for one at the instant of a step. */
    STRICT,
    /** The steps happen in any order; step i is done when i of them are. */
    UNORDERED;

    static Map<String, Order> byText() {
        return new TreeMap<>(Map.of("ordered", ORDERED, "strict", STRICT, "unordered", UNORDERED));
    }
}
