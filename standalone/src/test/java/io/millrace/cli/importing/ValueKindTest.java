package io.millrace.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueKindTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AUTO    | 12.00  | 12.00",
                "AUTO    | 00001  | \"00001\"",
                "AUTO    | -1.5e3 | -1.5e3",
                "AUTO    | +5     | \"+5\"",
                "AUTO    | true   | true",
                "AUTO    | True   | \"True\"",
                "AUTO    | NaN    | \"NaN\"",
                "AUTO    | a\"b   | \"a\\\"b\"",
                "NUMBER  | 12.00  | 12.00",
                "NUMBER  | 007    | 7",
                "NUMBER  | +0.50  | 0.50",
                "NUMBER  | .5     | 0.5",
                "NUMBER  | -5.    | -5",
                "NUMBER  | 000    | 0",
                "TEXT    | 12.00  | \"12.00\"",
                "BOOLEAN | Yes    | true",
                "BOOLEAN | 0      | false",
                "JSON    | [1, 2] | [1, 2]"
            })
    void textBecomesJson(ValueKind kind, String text, String json) throws UnfitValueException {
        assertThat(kind.json("column", text)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"NUMBER | 1,5", "NUMBER | .", "NUMBER | -", "BOOLEAN | maybe", "JSON | {", "JSON | 1 2"})
    void whatDoesNotFitIsNamed(ValueKind kind, String text) {
        assertThatThrownBy(() -> kind.json("price", text))
                .isInstanceOf(UnfitValueException.class)
                .hasMessageStartingWith("price: found \"" + text + "\", expected ");
    }
}
