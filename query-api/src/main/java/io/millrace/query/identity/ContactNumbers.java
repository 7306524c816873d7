package io.millrace.query.identity;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Collects contacts by their numbers, sixteen bytes each. Used by one thread. */
public final class ContactNumbers {

    private static final int FEW = 1_024;

    private long[] halves = new long[2 * FEW];
    private int size;

    /** @param high the upper 64 bits, without sign */
    public void add(long high, long low) {
        if (2 * size == halves.length) {
            halves = Arrays.copyOf(halves, 2 * halves.length);
        }
        halves[2 * size] = high;
        halves[2 * size + 1] = low;
        size++;
    }

    /** Ascending, each once. */
    public List<BigInteger> sorted() {
        BigInteger[] numbers = new BigInteger[size];
        byte[] bytes = new byte[2 * Long.BYTES];
        for (int i = 0; i < size; i++) {
            ByteBuffer.wrap(bytes).putLong(halves[2 * i]).putLong(halves[2 * i + 1]);
            numbers[i] = new BigInteger(1, bytes);
        }
        Arrays.sort(numbers);
        return Arrays.stream(numbers).distinct().toList();
    }
}
