package io.millrace.core.audience;

/** Answers by place, 64 to a number. */
final class Bits {

    private Bits() {}

    static long[] of(int places) {
        return new long[places + 63 >> 6];
    }

    static boolean get(long[] bits, int place) {
        return (bits[place >> 6] >>> (place & 63) & 1) != 0;
    }

    static void set(long[] bits, int place, boolean value) {
        if (value) {
            bits[place >> 6] |= 1L << (place & 63);
        } else {
            bits[place >> 6] &= ~(1L << (place & 63));
        }
    }
}
