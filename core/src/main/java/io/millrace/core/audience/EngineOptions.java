package io.millrace.core.audience;

/**
 * How the engine works, whatever the rules are.
 *
 * @param maxEntries how many entries one condition keeps of one contact; past it the oldest are given up and the
 *     condition is marked as truncated
 * @param lateMillis an event that happened longer before its arrival causes {@link Cause#LATE_EVENT}
 * @param traced whether conditions keep all their events with message ids, for explanations. For states that live in
 *     memory only: what is traced is not encoded
 */
public record EngineOptions(int maxEntries, long lateMillis, boolean traced) {

    public static final EngineOptions DEFAULT = new EngineOptions(10_000, 60_000, false);

    /** For explaining a contact whose whole history is replayed in memory. */
    public static final EngineOptions TRACED = new EngineOptions(10_000, 60_000, true);

    public EngineOptions {
        if (maxEntries < 1 || lateMillis < 0) {
            throw new IllegalArgumentException("a condition keeps at least one entry, and lateness is not negative");
        }
    }
}
