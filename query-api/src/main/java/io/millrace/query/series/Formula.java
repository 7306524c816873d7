package io.millrace.query.series;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A formula over series, {@code (A+2*B)*100}. Immutable.
 *
 * <p>Sums and products are exact, quotients have 34 digits. Division by 0 is 0.
 */
final class Formula {

    /** One step of the work: takes what it needs off the top of the values, puts its result there. */
    sealed interface Step {
        /** A number as it stands. */
        record Number(BigDecimal value) implements Step {}

        /** The value of a series, by its place. */
        record Series(int place) implements Step {}

        /** Two values become one. */
        record Operation(char sign) implements Step {}
    }

    private final String text;
    private final List<Step> steps;

    /** @param steps in the order in which they are done; they leave one value */
    Formula(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    String text() {
        return text;
    }

    /** @param values one per series, A first */
    BigDecimal of(List<BigDecimal> values) {
        BigDecimal[] stack = new BigDecimal[steps.size()];
        int top = -1;
        for (Step step : steps) {
            if (step instanceof Step.Number number) {
                stack[++top] = number.value();
            } else if (step instanceof Step.Series series) {
                stack[++top] = values.get(series.place());
            } else if (step instanceof Step.Operation operation) {
                BigDecimal right = stack[top--];
                stack[top] = result(stack[top], operation.sign(), right);
            }
        }
        return Figures.rounded(stack[0]);
    }

    private static BigDecimal result(BigDecimal left, char sign, BigDecimal right) {
        return switch (sign) {
            case '+' -> left.add(right);
            case '-' -> left.subtract(right);
            case '*' -> left.multiply(right);
            default -> right.signum() == 0 ? BigDecimal.ZERO : left.divide(right, MathContext.DECIMAL128);
        };
    }
}
