package io.millrace.query.group;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Equal parts of the stretch from a smallest to a largest number. Each part has its start and not its end, but for the
 * last, which has both.
 *
 * @param edges ascending, one more than there are bins; two equal ones where all numbers are the same
 */
public record Bins(List<BigDecimal> edges) {

    public Bins {
        edges = List.copyOf(edges);
        if (edges.size() < 2) {
            throw new IllegalArgumentException("bins need two edges");
        }
    }

    public static Bins between(BigDecimal least, BigDecimal greatest, int count) {
        if (least.compareTo(greatest) == 0) {
            return new Bins(List.of(least, greatest));
        }
        BigDecimal width = greatest.subtract(least);
        List<BigDecimal> edges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigDecimal distance =
                    width.multiply(BigDecimal.valueOf(i)).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
            edges.add(least.add(distance));
        }
        edges.add(greatest);
        return new Bins(edges);
    }

    public int count() {
        return edges.size() - 1;
    }

    /** The edges at which bins begin, as plain texts. */
    public List<String> starts() {
        return edges.subList(0, count()).stream().map(Bins::plain).toList();
    }

    /** {@code [10,17.5)}; of the last bin {@code [32.5,40]}. */
    public String label(int bin) {
        return "[" + plain(edges.get(bin)) + "," + plain(edges.get(bin + 1)) + (bin == count() - 1 ? "]" : ")");
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
