package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;

/** How much one change of a profile may carry, so that no contact's state grows without bound. */
final class ProfileLimits {

    static final int TRAITS_BYTES_MAX = 64 * 1024;
    static final int TRAITS_MAX = 500;
    static final int DEPTH_MAX = 8;
    static final int NAME_LENGTH_MAX = 200;
    static final int TAGS_MAX = 200;
    static final int SCORES_MAX = 100;
    static final int GROUPS_MAX = 100;
    static final int ID_LENGTH_MAX = 500;
    static final int EMAIL_LENGTH_MAX = 320;

    /** Beyond what a floating number holds, and digits that nobody can tell apart. */
    private static final BigDecimal NUMBER_MAX = BigDecimal.valueOf(Double.MAX_VALUE);

    private static final int DIGITS_MAX = 400;

    private ProfileLimits() {}

    /** Why a trait's value cannot be kept. */
    static Optional<String> refusal(JsonNode value) {
        return refusal(value, 1);
    }

    private static Optional<String> refusal(JsonNode value, int depth) {
        if (depth > DEPTH_MAX) {
            return Optional.of("up to " + DEPTH_MAX + " levels of objects and lists");
        }
        if (value.isNumber() && !fits(value.decimalValue())) {
            return Optional.of("numbers up to 1.79e308 with up to " + DIGITS_MAX + " decimal places");
        }
        for (Iterator<JsonNode> inner = value.elements(); inner.hasNext(); ) {
            Optional<String> refused = refusal(inner.next(), depth + 1);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    /** Looks at the exponent first: to compare 1e999999999 digit by digit would take for ever. */
    static boolean fits(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale();
        return number.scale() <= DIGITS_MAX && exponent <= 309 && number.abs().compareTo(NUMBER_MAX) <= 0;
    }
}
