package io.millrace.query.attribution;

import io.millrace.query.sequence.Sequence;

/** One contact's touchpoints, by the numbers of their rows, and its conversions. Filled anew for the next contact. */
final class Path {

    private static final int FEW = 16;

    private final Sequence touches = new Sequence();
    private long high;
    private long low;
    private long[] conversions = new long[FEW];
    private String[] worths = new String[FEW];
    private int conversionCount;

    void clear(long contactHigh, long contactLow, int touchpoints, int converted) {
        high = contactHigh;
        low = contactLow;
        touches.clear(touchpoints);
        conversionCount = converted;
        if (conversions.length < converted) {
            conversions = new long[Math.max(converted, 2 * conversions.length)];
            worths = new String[conversions.length];
        }
    }

    void converted(int conversion, long millis) {
        conversions[conversion] = millis;
    }

    void worth(int conversion, String text) {
        worths[conversion] = text;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** In order if the contact has conversions; without instants if it has none. */
    Sequence touches() {
        return touches;
    }

    int conversionCount() {
        return conversionCount;
    }

    /** In epoch milliseconds. */
    long convertedAt(int conversion) {
        return conversions[conversion];
    }

    String worth(int conversion) {
        return worths[conversion];
    }
}
