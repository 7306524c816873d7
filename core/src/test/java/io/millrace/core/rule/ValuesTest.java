package io.millrace.core.rule;

import static io.millrace.core.rule.Rules.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1          | 1.0                  | true",
                "'1.0'      | 1                    | true",
                "'1.0'      | '1.00'               | true",
                "1          | '1'                  | true",
                "'1e2'      | 100                  | true",
                "-0         | 0                    | true",
                "0.1        | '0.10'               | true",
                "9007199254740993 | 9007199254740992 | false",
                "0.30000000000000000001 | 0.3      | false",
                "'01'       | 1                    | false",
                "'01'       | '01'                 | true",
                "'+1'       | 1                    | false",
                "'1.'       | 1                    | false",
                "'.5'       | 0.5                  | false",
                "' 1'       | 1                    | false",
                "'0x10'     | 16                   | false",
                "'NaN'      | 'NaN'                | true",
                "'Rome'     | 'rome'               | false",
                "'Rome'     | 'Rome'               | true",
                "true       | true                 | true",
                "true       | 'true'               | true",
                "true       | 1                    | false",
                "false      | 0                    | false",
                "''         | ''                   | false",
                "null       | 'null'               | false",
                "[1]        | 1                    | false",
                "['a']      | 'a'                  | false",
                "{'a':1}    | 1                    | false",
            })
    void equalityIsOfNumbersOrOfTexts(String value, String wanted, boolean equal) {
        assertThat(compare(json(value), Comparison.EQ, wanted)).isEqualTo(equal);
        assertThat(compare(json(value), Comparison.NEQ, wanted)).isEqualTo(!equal);
        assertThat(holds(new ValueTest.In(List.of(json("'other'"), json(wanted)), false), value))
                .isEqualTo(equal);
        assertThat(holds(new ValueTest.In(List.of(json("'other'"), json(wanted)), true), value))
                .isEqualTo(!equal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1            | 2            | <",
                "'10'         | 9            | >",
                "'10'         | '9'          | >",
                "'1.0'        | 1            | =",
                "1e-300       | 0            | >",
                "99999999999999999999.1 | 99999999999999999999 | >",
                "'2025-01-01' | '2025-01-02' | <",
                "'2025-01-01' | '2025-01-01T00:00:00Z'      | =",
                "'2025-01-01T01:00:00+01:00' | '2025-01-01' | =",
                "1735689600   | '2025-01-01' | =",
                "1735689600000 | '2025-01-01' | =",
                "'1735689601' | '2025-01-01' | >",
                "'2025-01-01' | 1735689601   | <",
                "'2025-01-01' | 1735689599999 | >",
                "1735689600   | 1735689600000 | <",
            })
    void orderIsOfNumbersOrOfDates(String left, String right, char order) {
        assertThat(compare(json(left), Comparison.LT, right)).isEqualTo(order == '<');
        assertThat(compare(json(left), Comparison.LTE, right)).isEqualTo(order != '>');
        assertThat(compare(json(left), Comparison.GT, right)).isEqualTo(order == '>');
        assertThat(compare(json(left), Comparison.GTE, right)).isEqualTo(order != '<');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'b'          | 'a'",
                "'b'          | 1",
                "1            | 'a'",
                "true         | false",
                "true         | 0",
                "''           | 0",
                "null         | 0",
                "[2]          | 1",
                "{'a':2}      | 1",
                "'2025-02-30' | '2025-01-01'",
                "'20250101'   | '2024-01-01T'",
                "'soon'       | '2025-01-01'",
            })
    void withoutAnOrderAllFourAreFalse(String left, String right) {
        for (Comparison comparison : List.of(Comparison.LT, Comparison.LTE, Comparison.GT, Comparison.GTE)) {
            assertThat(compare(json(left), comparison, right))
                    .as(comparison.text())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Alice@ACME.com' | '@acme.COM' | true",
                "'Straße'       | 'STRA'        | true",
                "'ÄPFEL'        | 'äpfel'       | true",
                "'abc'          | 'd'           | false",
                "'room 12'      | 12            | true",
                "123            | '23'          | true",
                "1.5            | '.5'          | true",
                "true           | 'RU'          | true",
                "['Blue','red'] | 'Blue'        | true",
                "['Blue','red'] | 'blue'        | false",
                "['Blue','red'] | 'Bl'          | false",
                "[1, 2.0]       | '2'           | true",
                "['1.0']        | 1             | true",
                "[12]           | 1             | false",
                "[true]         | true          | true",
                "[['a']]        | 'a'           | false",
                "['']           | 'a'           | false",
                "[null]         | 'null'        | false",
                "[]             | 'a'           | false",
                "{'a':'b'}      | 'b'           | false",
                "''             | 'a'           | false",
                "null           | 'null'        | false",
            })
    void containsAPartOfATextOrAnElementOfAList(String value, String wanted, boolean contained) {
        assertThat(holds(new ValueTest.Contains(json(wanted), false), value)).isEqualTo(contained);
        assertThat(holds(new ValueTest.Contains(json(wanted), true), value)).isEqualTo(!contained);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0                  | true",
                "false              | true",
                "'0'                | true",
                "' '                | true",
                "[]                 | true",
                "{'a':{'b':0}}      | true",
                "''                 | false",
                "null               | false",
                "{}                 | false",
                "{'a':{'b':''},'c':null} | false",
            })
    void whatIsThere(String value, boolean there) {
        assertThat(holds(new ValueTest.Exists(false), value)).isEqualTo(there);
        assertThat(holds(new ValueTest.Exists(true), value)).isEqualTo(!there);
    }

    @Test
    void whatIsAbsentPassesTheNegativeTestsOnly() {
        JsonNode a = json("'a'");
        for (Comparison comparison : Comparison.values()) {
            assertThat(compare(null, comparison, "'a'")).isEqualTo(comparison == Comparison.NEQ);
        }
        for (boolean negated : new boolean[] {true, false}) {
            assertThat(Values.holds(new ValueTest.Contains(a, negated), null)).isEqualTo(negated);
            assertThat(Values.holds(new ValueTest.In(List.of(a), negated), null))
                    .isEqualTo(negated);
            assertThat(Values.holds(new ValueTest.Exists(negated), null)).isEqualTo(negated);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02,                     2026-03-02T00:00:00Z",
        "2026-03-02T12:30,               2026-03-02T12:30:00Z",
        "2026-03-02 12:30:15,            2026-03-02T12:30:15Z",
        "2026-03-02T12:30:15.1239Z,      2026-03-02T12:30:15.123Z",
        "2026-03-02T12:30:15.5-0330,     2026-03-02T16:00:15.500Z",
        "1772451015,                     2026-03-02T11:30:15Z",
        "1772451015.25,                  2026-03-02T11:30:15.250Z",
        "1772451015250,                  2026-03-02T11:30:15.250Z",
        "1772451015250.9,                2026-03-02T11:30:15.250Z",
        "999999999,                      2001-09-09T01:46:39Z",
        "100000000000,                   5138-11-16T09:46:40Z",
        "1000000000000,                  2001-09-09T01:46:40Z",
        "0,                              1970-01-01T00:00:00Z",
        "-1.5,                           1969-12-31T23:59:58.500Z",
        "1.7e9,                          2023-11-14T22:13:20Z",
    })
    void dates(String text, Instant instant) {
        assertThat(Values.dateMillis(json("'" + text + "'"))).hasValue(instant.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29",
                "2026-3-2",
                "2026-03-02T",
                "2026-03-02T24:00",
                "2026-03-02T12:60",
                "2026-03-02T12",
                "2026-03-02T12:00:00+99:00",
                "+2026-03-02",
                "today",
                "253402300800",
                "999999999999",
                "9999-12-31T23:59:59-01:00",
                "0000-01-01T00:00:00+01:00",
                "-99999999999999",
                "1e300",
            })
    void whatIsNoDate(String text) {
        assertThat(Values.dateMillis(json("'" + text + "'"))).isEqualTo(OptionalLong.empty());
    }

    @Test
    void listsObjectsAndBooleansAreNoDates() {
        for (String value : List.of("true", "['2026-03-02']", "{'a':'2026-03-02'}", "null", "''")) {
            assertThat(Values.dateMillis(json(value))).as(value).isEmpty();
        }
    }

    @Test
    void datesAgainstNowCountTheirFirstInstantAndNotTheirLast() {
        JsonNode d = json("'2026-03-02T12:00:00Z'");
        long at = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
        var last = new ValueTest.DateWindow(ValueTest.DateWindow.Kind.WITHIN_LAST, 1000);
        var next = new ValueTest.DateWindow(ValueTest.DateWindow.Kind.WITHIN_NEXT, 1000);
        var older = new ValueTest.DateWindow(ValueTest.DateWindow.Kind.OLDER_THAN, 1000);

        assertThat(List.of(at - 1, at, at + 999, at + 1000))
                .map(now -> Values.holds(last, d, now))
                .containsExactly(false, true, true, false);
        assertThat(List.of(at - 1001, at - 1000, at - 1, at))
                .map(now -> Values.holds(next, d, now))
                .containsExactly(false, true, true, false);
        assertThat(List.of(at + 999, at + 1000))
                .map(now -> Values.holds(older, d, now))
                .containsExactly(false, true);
        assertThat(Values.holds(older, json("'never'"), at)).isFalse();
        assertThat(Values.holds(older, null, at)).isFalse();
    }

    @Test
    void hugeNumbersAreNoNumbersAndCostNothing() {
        assertThat(Values.numberOf(json("1e999999999"))).isEmpty();
        assertThat(Values.numberOf(json("'1e999999999'"))).isEmpty();
        assertThat(Values.numberOf(json("'1e99999999999999999999'"))).isEmpty();
        assertThat(Values.numberOf(json("'-1e-301'"))).isEmpty();
        assertThat(Values.numberOf(json("'0e999'")))
                .hasValueSatisfying(zero -> assertThat(zero.signum()).isZero());
        assertThat(Values.numberOf(json("'" + "9".repeat(401) + "'"))).isEmpty();
        assertThat(Values.numberOf(json("'" + "9".repeat(300) + "'"))).isPresent();
        assertThat(Values.numberOf(DoubleNode.valueOf(Double.NaN))).isEmpty();
        assertThat(Values.numberOf(DoubleNode.valueOf(Double.POSITIVE_INFINITY)))
                .isEmpty();
        assertThat(compare(json("1e999999999"), Comparison.EQ, "'1e999999999'")).isFalse();
        assertThat(compare(json("1e999999999"), Comparison.GT, "1")).isFalse();
        assertThat(holds(new ValueTest.Contains(json("'9'"), false), "1e999999999"))
                .isTrue();
    }

    @Test
    void pathsWalkObjectsAndNothingElse() {
        JsonNode object = json("{'a':{'b':{'c':1}},'list':[{'x':1}],'text':'t','a.b':7,'empty':{'e':''}}");
        assertThat(Values.at(object, Path.of("a.b.c"))).isEqualTo(json("1"));
        assertThat(Values.at(object, Path.of("a.b"))).isEqualTo(json("{'c':1}"));
        assertThat(Values.at(object, Path.of("list.0.x"))).isNull();
        assertThat(Values.at(object, Path.of("text.length"))).isNull();
        assertThat(Values.at(object, Path.of("nothing.there"))).isNull();
        assertThat(Values.at(object, Path.of("empty.e"))).isNull();
        assertThat(Values.at(object, Path.of("empty"))).isNull();
        assertThat(Values.at(null, Path.of("a"))).isNull();
    }

    @Test
    void valuesAreTheSameByWhatIsInThem() {
        assertThat(Values.same(json("{'a':1,'b':[1,'x']}"), json("{'b':['1.0','x'],'a':1.0,'c':''}")))
                .isTrue();
        assertThat(Values.same(json("{'a':1}"), json("{'a':1,'b':2}"))).isFalse();
        assertThat(Values.same(json("[1,2]"), json("[2,1]"))).isFalse();
        assertThat(Values.same(json("[1]"), json("1"))).isFalse();
        assertThat(Values.same(json("''"), null)).isTrue();
        assertThat(Values.same(null, json("0"))).isFalse();
        assertThat(Values.same(json("true"), json("'true'"))).isTrue();
    }

    @Test
    void whatNeedsTheTimeIsRefused() {
        var held = new ValueTest.Held(json("1"), true, 1);
        assertThatThrownBy(() -> Values.holds(held, json("1"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean holds(ValueTest test, String value) {
        return Values.holds(test, json(value));
    }

    private static boolean compare(@Nullable JsonNode value, Comparison comparison, String wanted) {
        return Values.holds(new ValueTest.Compare(comparison, json(wanted)), value);
    }
}
