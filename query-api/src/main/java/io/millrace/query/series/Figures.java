package io.millrace.query.series;

import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;

/** Numbers as answers show them. */
final class Figures {

    private Figures() {}

    /** What is no exact decimal anyway is shown as the nearest number of double precision. */
    static BigDecimal rounded(BigDecimal number) {
        return number.stripTrailingZeros().precision() <= 15 ? number : BigDecimal.valueOf(number.doubleValue());
    }

    /** In plain digits, without zeros at the end. */
    static String text(BigDecimal number) {
        return plain(number).toPlainString();
    }

    static DecimalNode json(BigDecimal number) {
        return DecimalNode.valueOf(plain(number));
    }

    private static BigDecimal plain(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
