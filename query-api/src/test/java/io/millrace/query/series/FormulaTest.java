package io.millrace.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.request.Faults;
import io.millrace.query.request.ProblemException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formulas over A = 7, B = 2, C = 0. */
class FormulaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            A             | 7
            A/B           | 3.5
            (A+2*B)*100   | 1100
            A-B-1         | 4
            A/B/2         | 1.75
            A - -B        | 9
            -(A+B)*2      | -18
            2*-A          | -14
            0.1+0.2       | 0.3
            A/C           | 0
            (A-7)/C       | 0
            B/3           | 0.6666666666666666
            1/3*3         | 1
            """)
    void values(String formula, BigDecimal value) {
        assertThat(read(formula).orElseThrow().of(numbers("7", "2", "0"))).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            A+            | formula: expected a number, a series' letter or ( at character 3, found the end
            A B           | formula: expected an operator or the end at character 3, found B
            (A            | formula: expected an operator or ) at character 3, found the end
            A)            | formula: expected an operator or the end at character 2, found )
            D             | formula: there is no series D; the last one is C
            a             | formula: expected a number, a series' letter or ( at character 1, found a
            1.            | formula: expected a digit at character 3, found the end
            A^2           | formula: expected an operator or the end at character 2, found ^
            """)
    void faults(String formula, String message) {
        assertThat(fault(formula)).isEqualTo(message);
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(fault("(".repeat(200) + "A" + ")".repeat(200))).contains("nested");
    }

    private static Optional<Formula> read(String formula) {
        return FormulaParser.parse(formula, 3, "/formula", new Faults());
    }

    private static String fault(String formula) {
        Faults faults = new Faults();
        assertThat(FormulaParser.parse(formula, 3, "/formula", faults)).isEmpty();
        try {
            faults.throwIfAny();
            return "";
        } catch (ProblemException e) {
            return e.problem().message();
        }
    }

    private static List<BigDecimal> numbers(String... numbers) {
        return Arrays.stream(numbers).map(BigDecimal::new).toList();
    }
}
