package io.millrace.query.path;

import java.util.stream.IntStream;

/** Counts steps by their number and the two events. Open addressing, at most half full. Used by one thread. */
final class Edges {

    private static final int FEW = 256;
    private static final int NAME_BITS = 28;
    private static final long NAME = (1L << NAME_BITS) - 1;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** What no edge is: steps count from 1. */
    private static final long FREE = 0;

    private long[] keys = new long[FEW];
    private long[] contacts = new long[FEW];
    private int[] lastContact = new int[FEW];
    private long[] occurrences = new long[FEW];
    private long[] millis = new long[FEW];
    private int size;

    /** @param contact grows from contact to contact */
    void add(int contact, int step, int from, int to, long duration) {
        int slot = slot(keys, key(step, from, to));
        if (keys[slot] == FREE) {
            if (2 * (size + 1) > keys.length) {
                grow();
                slot = slot(keys, key(step, from, to));
            }
            keys[slot] = key(step, from, to);
            size++;
        }
        if (lastContact[slot] != contact) {
            lastContact[slot] = contact;
            contacts[slot]++;
        }
        occurrences[slot]++;
        millis[slot] += duration;
    }

    /** The slots of all edges, in no particular order. */
    IntStream slots() {
        return IntStream.range(0, keys.length).filter(slot -> keys[slot] != FREE);
    }

    int step(int slot) {
        return (int) (keys[slot] >>> 2 * NAME_BITS);
    }

    int from(int slot) {
        return (int) (keys[slot] >>> NAME_BITS & NAME);
    }

    int to(int slot) {
        return (int) (keys[slot] & NAME);
    }

    long contacts(int slot) {
        return contacts[slot];
    }

    /** Over all times the step was taken. */
    double averageSeconds(int slot) {
        return (double) millis[slot] / occurrences[slot] / 1_000;
    }

    private static long key(int step, int from, int to) {
        if (from > NAME || to > NAME) {
            throw new IllegalArgumentException("more than " + NAME + " names of events");
        }
        return (long) step << 2 * NAME_BITS | (long) from << NAME_BITS | to;
    }

    private static int slot(long[] keys, long key) {
        int slot = (int) (key * SPREAD >>> Long.numberOfLeadingZeros(keys.length) + 1);
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldContacts = contacts;
        int[] oldLast = lastContact;
        long[] oldOccurrences = occurrences;
        long[] oldMillis = millis;
        int room = 2 * oldKeys.length;
        keys = new long[room];
        contacts = new long[room];
        lastContact = new int[room];
        occurrences = new long[room];
        millis = new long[room];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != FREE) {
                int slot = slot(keys, oldKeys[old]);
                keys[slot] = oldKeys[old];
                contacts[slot] = oldContacts[old];
                lastContact[slot] = oldLast[old];
                occurrences[slot] = oldOccurrences[old];
                millis[slot] = oldMillis[old];
            }
        }
    }
}
