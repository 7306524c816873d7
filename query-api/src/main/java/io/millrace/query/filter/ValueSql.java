package io.millrace.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tests on values as conditions that are never null; they say what {@link Values} says. */
public final class ValueSql implements ValueTest.Visitor<String> {

    private final Cell cell;
    private final SqlValues values;
    private final long nowMillis;

    private ValueSql(Cell cell, SqlValues values, long nowMillis) {
        this.cell = cell;
        this.values = values;
        this.nowMillis = nowMillis;
    }

    /** @param nowMillis what dates are compared with */
    public static String holds(ValueTest test, Cell cell, SqlValues values, long nowMillis) {
        return test.accept(new ValueSql(cell, values, nowMillis));
    }

    @Override
    public String compare(ValueTest.Compare test) {
        return switch (test.comparison()) {
            case EQ -> equal(cell.text(), test.value());
            case NEQ -> "(NOT " + equal(cell.text(), test.value()) + ")";
            case GT, GTE, LT, LTE -> ordered(test.comparison(), test.value());
        };
    }

    @Override
    public String contains(ValueTest.Contains test) {
        String part = folded(test.value().asText());
        String inText =
                part.isEmpty() ? "false" : "position(" + folding(cell.text()) + ", " + values.text(part) + ") > 0";
        String found = "if(" + cell.list() + " != '', arrayExists(e -> " + equal(Cell.scalar("e"), test.value())
                + ", JSONExtractArrayRaw(" + cell.list() + ")), " + inText + ")";
        return (test.negated() ? "(NOT " : "(") + found + ")";
    }

    /** Character by character, so that the answer does not depend on a character's neighbours or on a locale. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** The same in SQL, whose own function looks at neighbours for these two letters. */
    private static String folding(String text) {
        return "lowerUTF8(replaceAll(replaceAll(" + text + ", 'İ', 'i'), 'Σ', 'σ'))";
    }

    @Override
    public String in(ValueTest.In test) {
        List<String> texts = new ArrayList<>();
        List<BigDecimal> numbers = new ArrayList<>();
        for (JsonNode value : test.values()) {
            Values.numberOf(value).ifPresentOrElse(numbers::add, () -> {
                if (!value.isContainerNode()) {
                    texts.add(value.asText());
                }
            });
        }
        String found = "(" + cell.text() + " != '' AND has(" + values.texts(texts) + ", " + cell.text() + "))";
        if (!numbers.isEmpty()) {
            found = "(" + found + " OR " + NumberSql.among(cell.text(), numbers, values) + ")";
        }
        return test.negated() ? "(NOT " + found + ")" : found;
    }

    @Override
    public String exists(ValueTest.Exists test) {
        return test.negated() ? "(NOT " + cell.present() + ")" : cell.present();
    }

    @Override
    public String date(ValueTest.DateWindow test) {
        String date = DateSql.millis(cell.text());
        String before = values.whole(nowMillis - test.millis());
        String now = values.whole(nowMillis);
        String holds =
                switch (test.kind()) {
                    case WITHIN_LAST -> date + " <= " + now + " AND " + date + " > " + before;
                    case WITHIN_NEXT ->
                        date + " > " + now + " AND " + date + " <= " + values.whole(nowMillis + test.millis());
                    case OLDER_THAN -> date + " <= " + before;
                };
        return "ifNull(" + holds + ", false)";
    }

    @Override
    public String held(ValueTest.Held test) {
        throw new IllegalArgumentException("how long a value has held is no test on one row");
    }

    /** Whether a text, empty if absent, is the value; numbers by their value. */
    private String equal(String text, JsonNode value) {
        if (value.isContainerNode()) {
            return "false";
        }
        @Nullable BigDecimal number = Values.numberOf(value).orElse(null);
        return number == null
                ? "(" + text + " != '' AND " + text + " = " + values.text(value.asText()) + ")"
                : NumberSql.compare(text, "=", number, values);
    }

    private String ordered(Comparison comparison, JsonNode value) {
        String sign = sign(comparison);
        @Nullable BigDecimal number = Values.numberOf(value).orElse(null);
        @Nullable Long date = date(value);
        if (number == null && date == null) {
            return "false";
        }
        String byNumber = number == null ? "false" : NumberSql.compare(cell.text(), sign, number, values);
        if (date == null) {
            return byNumber;
        }
        String read = number == null ? DateSql.millis(cell.text()) : DateSql.ofIso(cell.text());
        String byDate = "ifNull(" + read + " " + sign + " " + values.whole(date) + ", false)";
        return number == null ? byDate : "(" + byNumber + " OR " + byDate + ")";
    }

    private static @Nullable Long date(JsonNode value) {
        OptionalLong millis = Values.dateMillis(value);
        return millis.isPresent() ? millis.getAsLong() : null;
    }

    /** As SQL spells it. */
    public static String sign(Comparison comparison) {
        return switch (comparison) {
            case EQ -> "=";
            case NEQ -> "!=";
            case GT -> ">";
            case GTE -> ">=";
            case LT -> "<";
            case LTE -> "<=";
        };
    }
}
