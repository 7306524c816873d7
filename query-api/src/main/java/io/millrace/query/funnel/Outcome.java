package io.millrace.query.funnel;

import org.jspecify.annotations.Nullable;

/**
 * How far one actor came in a funnel.
 *
 * @param actor its number within this answer
 * @param times when it did each step, {@link Attempts#NEVER} for those it did not; null if it is in none
 * @param entries of a trend: each bucket in which it entered the stretch, twice its number, plus one if it converted
 * @param contacts the contacts behind the actor, if they were asked for: of each the upper and the lower half of its number
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of them; never compared, never changed.
record Outcome(long actor, long @Nullable [] times, int[] entries, long[] contacts) {

    boolean did(int step) {
        return times != null && times[step] != Attempts.NEVER;
    }

    /** The time from one step to another, both of which it did. */
    long millis(int fromStep, int toStep) {
        if (times == null) {
            throw new IllegalStateException("an actor that is in no step has no times");
        }
        return times[toStep] - times[fromStep];
    }
}
