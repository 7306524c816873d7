package io.millrace.query.attribution;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rounds parts of a whole to six decimals so that they still add up to it: each is cut off, and what is missing goes in
 * single millionths to those that lost most, of equal ones to the earlier.
 */
final class Rounding {

    /** A millionth of a conversion divided by a unit has this many digits behind the point that matter. */
    private static final int DIGITS = 60;

    private Rounding() {}

    /** The whole as it is shown. */
    static BigDecimal whole(BigDecimal units) {
        return inConversions(units).setScale(Sums.DECIMALS, RoundingMode.HALF_EVEN);
    }

    /** @param parts in units; their sum is the whole */
    static List<BigDecimal> parts(List<BigDecimal> parts) {
        List<BigDecimal> cut = new ArrayList<>();
        List<BigDecimal> lost = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal shown = BigDecimal.ZERO;
        for (BigDecimal part : parts) {
            BigDecimal exact = inConversions(part);
            BigDecimal floor = exact.setScale(Sums.DECIMALS, RoundingMode.FLOOR);
            cut.add(floor);
            lost.add(exact.subtract(floor));
            sum = sum.add(part);
            shown = shown.add(floor);
        }
        BigDecimal millionth = BigDecimal.ONE.movePointLeft(Sums.DECIMALS);
        int missing =
                whole(sum).subtract(shown).divideToIntegralValue(millionth).intValueExact();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(lost::get).reversed());
        for (int i = 0; i < missing; i++) {
            int part = order.get(i);
            cut.set(part, cut.get(part).add(millionth));
        }
        return cut;
    }

    private static BigDecimal inConversions(BigDecimal units) {
        return units.divide(BigDecimal.valueOf(Credit.UNIT), DIGITS, RoundingMode.HALF_EVEN);
    }
}
