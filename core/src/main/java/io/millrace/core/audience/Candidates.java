package io.millrace.core.audience;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** Finds the first of some instants at which an answer is another. */
final class Candidates {

    private Candidates() {}

    /** {@link Window#NEVER} if there is none after {@code now}. */
    static long first(long now, boolean holdsNow, LongPredicate holdsAt, long... instants) {
        Arrays.sort(instants);
        for (long instant : instants) {
            if (instant > now && instant != Window.NEVER && holdsAt.test(instant) != holdsNow) {
                return instant;
            }
        }
        return Window.NEVER;
    }
}
