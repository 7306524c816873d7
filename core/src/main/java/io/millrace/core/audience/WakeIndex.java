package io.millrace.core.audience;

import java.util.Collection;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the conditions whose answer time changes next, where there are too many to look at each. What was noted of a
 * condition and is no longer so is passed over when its turn comes. Used by one thread.
 */
final class WakeIndex {

    private record Entry(long instant, LeafSlot slot) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byInstant = Long.compare(instant, other.instant);
            return byInstant != 0
                    ? byInstant
                    : Long.compare(slot.key().hash(), other.slot.key().hash());
        }
    }

    private final Predicate<LeafSlot> kept;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();

    /** @param kept whether a condition is still the contact's */
    WakeIndex(Collection<LeafSlot> slots, Predicate<LeafSlot> kept) {
        this.kept = kept;
        slots.forEach(this::note);
    }

    /** To be told whenever a condition's instant is another. */
    void note(LeafSlot slot) {
        if (slot.next() != Window.NEVER) {
            entries.add(new Entry(slot.next(), slot));
        }
    }

    /** {@link Window#NEVER} if there is none. */
    long first() {
        for (Entry entry = entries.peek(); entry != null; entry = entries.peek()) {
            if (isSo(entry)) {
                return entry.instant();
            }
            entries.remove();
        }
        return Window.NEVER;
    }

    /**
     * Tells those that are due, in order of their instants, then of their keys; whoever is told gives each another
     * instant, and notes it. One may be told twice.
     */
    void due(long now, Consumer<LeafSlot> told) {
        while (first() <= now) {
            told.accept(entries.remove().slot());
        }
    }

    private boolean isSo(Entry entry) {
        return entry.slot().next() == entry.instant() && kept.test(entry.slot());
    }
}
