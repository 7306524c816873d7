package io.millrace.query.attribution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Exact sums by row: of shares of conversions, and of what they are worth. Worths with up to six decimals and below a
 * million are added up in two machine words, others as decimals. Used by one thread.
 */
final class Sums {

    static final int DECIMALS = 6;

    /** The largest worth of the short way, in millionths: a hundred million conversions of it fit two words. */
    private static final BigDecimal SHORT_MAX = BigDecimal.valueOf(1_000_000_000_000L);

    private long[] whole = new long[16];
    private long[] units = new long[16];
    private long[] worthHigh = new long[16];
    private long[] worthLow = new long[16];
    private BigDecimal[] worthRest = decimals(16);

    /** What a conversion is worth, in the form in which it is shared out. */
    record Worth(long millionths, BigDecimal other) {

        static final Worth NOTHING = new Worth(0, BigDecimal.ZERO);

        static Worth of(BigDecimal value) {
            BigDecimal millionths = value.movePointRight(DECIMALS).stripTrailingZeros();
            return millionths.scale() <= 0 && millionths.abs().compareTo(SHORT_MAX) <= 0
                    ? new Worth(millionths.longValueExact(), BigDecimal.ZERO)
                    : new Worth(0, value);
        }
    }

    /** Adds so many units of a conversion to a row. */
    void add(int row, long share, Worth worth) {
        reserve(row);
        long sum = units[row] + share;
        if (sum >= Credit.UNIT) {
            whole[row]++;
            sum -= Credit.UNIT;
        }
        units[row] = sum;
        if (worth.millionths() != 0) {
            long low = share * worth.millionths();
            long sumLow = worthLow[row] + low;
            worthHigh[row] +=
                    Math.multiplyHigh(share, worth.millionths()) + (Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0);
            worthLow[row] = sumLow;
        } else if (worth.other().signum() != 0) {
            worthRest[row] = worthRest[row].add(worth.other().multiply(BigDecimal.valueOf(share)));
        }
    }

    /** The conversions of a row, in units. */
    BigInteger credit(int row) {
        return row < whole.length
                ? BigInteger.valueOf(whole[row])
                        .multiply(BigInteger.valueOf(Credit.UNIT))
                        .add(BigInteger.valueOf(units[row]))
                : BigInteger.ZERO;
    }

    /** What the conversions of a row are worth, in units. */
    BigDecimal worth(int row) {
        if (row >= whole.length) {
            return BigDecimal.ZERO;
        }
        BigInteger low = new BigInteger(Long.toUnsignedString(worthLow[row]));
        BigInteger sum = BigInteger.valueOf(worthHigh[row]).shiftLeft(Long.SIZE).add(low);
        return new BigDecimal(sum, DECIMALS).add(worthRest[row]);
    }

    private void reserve(int row) {
        if (row >= whole.length) {
            int room = Math.max(row + 1, 2 * whole.length);
            int filled = whole.length;
            whole = Arrays.copyOf(whole, room);
            units = Arrays.copyOf(units, room);
            worthHigh = Arrays.copyOf(worthHigh, room);
            worthLow = Arrays.copyOf(worthLow, room);
            worthRest = Arrays.copyOf(worthRest, room);
            Arrays.fill(worthRest, filled, room, BigDecimal.ZERO);
        }
    }

    private static BigDecimal[] decimals(int count) {
        BigDecimal[] zeros = new BigDecimal[count];
        Arrays.fill(zeros, BigDecimal.ZERO);
        return zeros;
    }
}
