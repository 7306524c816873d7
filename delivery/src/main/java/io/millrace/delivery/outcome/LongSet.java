package io.millrace.delivery.outcome;

/** A set of numbers that are hashes already, at 8 to 16 bytes each. Not thread-safe. */
public final class LongSet {

    private static final int FIRST_SIZE = 1 << 10;

    private long[] slots = new long[FIRST_SIZE];
    private boolean hasZero;
    private int size;

    public boolean contains(long value) {
        return value == 0 ? hasZero : slots[slot(value)] == value;
    }

    public void add(long value) {
        if (value == 0) {
            hasZero = true;
            return;
        }
        int slot = slot(value);
        if (slots[slot] == value) {
            return;
        }
        slots[slot] = value;
        size++;
        if (size > slots.length / 4 * 3) {
            grow();
        }
    }

    /** Where the value is or belongs. */
    private int slot(long value) {
        int mask = slots.length - 1;
        int slot = (int) (value >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long value : old) {
            if (value != 0) {
                slots[slot(value)] = value;
            }
        }
    }
}
