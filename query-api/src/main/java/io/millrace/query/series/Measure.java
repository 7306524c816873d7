package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.filter.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * What a series tells about the events of a bucket. What there is nothing to tell of is 0.
 *
 * @param property whose numbers are measured, where numbers are
 * @param percentile 1 to 99 of {@link Kind#PERCENTILE}, else 0
 */
record Measure(Kind kind, Optional<Field> property, int percentile) {

    /** Families of measures. */
    enum Kind {
        TOTAL,
        UNIQUE_CONTACTS,
        ROLLING_7D_CONTACTS,
        ROLLING_30D_CONTACTS,
        AVG_PER_CONTACT,
        MAX_PER_CONTACT,
        SUM,
        AVG,
        MIN,
        MAX,
        PERCENTILE;

        boolean ofNumbers() {
            return compareTo(SUM) >= 0;
        }

        boolean rolling() {
            return this == ROLLING_7D_CONTACTS || this == ROLLING_30D_CONTACTS;
        }
    }

    static final Measure TOTAL = of(Kind.TOTAL);
    static final Measure UNIQUE_CONTACTS = of(Kind.UNIQUE_CONTACTS);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    Measure {
        if (kind.ofNumbers() != property.isPresent() || (kind == Kind.PERCENTILE) != (percentile > 0)) {
            throw new IllegalArgumentException("a measure of numbers needs a property, a percentile its place");
        }
    }

    static Measure of(Kind kind) {
        return new Measure(kind, Optional.empty(), 0);
    }

    String text() {
        return kind == Kind.PERCENTILE ? "p" + percentile : kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether the value of several buckets is the sum of theirs. */
    boolean additive() {
        return kind == Kind.TOTAL || kind == Kind.SUM;
    }

    /** Whether it has a running value. */
    boolean cumulates() {
        return additive() || kind == Kind.UNIQUE_CONTACTS;
    }

    boolean needsContacts() {
        return kind.compareTo(Kind.UNIQUE_CONTACTS) >= 0 && !kind.ofNumbers();
    }

    /** Columns over rows with {@code actor} and, of measures of numbers, {@code number}; {@link #value} reads them. */
    String columns() {
        return switch (kind) {
            case TOTAL, MAX_PER_CONTACT -> "toString(count()) AS x";
            case UNIQUE_CONTACTS, ROLLING_7D_CONTACTS, ROLLING_30D_CONTACTS -> "toString(uniqExact(actor)) AS x";
            case AVG_PER_CONTACT -> "toString(count()) AS x, uniqExact(actor) AS y";
            case SUM -> "toString(sum(number)) AS x";
            case AVG -> "toString(sum(number)) AS x, count(number) AS y";
            case MIN -> "toString(min(number)) AS x";
            case MAX -> "toString(max(number)) AS x";
            case PERCENTILE ->
                "toString((arraySort(groupArray(number)) AS sorted)[" + place("") + "]) AS x, toString(sorted["
                        + place(" + 99") + "]) AS z, length(sorted) AS y";
        };
    }

    /** An expression whose order is that of the values. */
    String order() {
        return switch (kind) {
            case TOTAL, MAX_PER_CONTACT -> "count()";
            case UNIQUE_CONTACTS, ROLLING_7D_CONTACTS, ROLLING_30D_CONTACTS -> "uniqExact(actor)";
            case AVG_PER_CONTACT -> "count() / uniqExact(actor)";
            case SUM -> "ifNull(sum(number), 0)";
            case AVG -> "if(count(number) = 0, 0, toFloat64(ifNull(sum(number), 0)) / count(number))";
            case MIN -> "ifNull(min(number), 0)";
            case MAX -> "ifNull(max(number), 0)";
            case PERCENTILE -> "if(count(number) = 0, 0, quantileExactInclusive(" + percentile / 100.0 + ")(number))";
        };
    }

    /** The value in a row of {@link #columns}. */
    BigDecimal value(JsonNode row) {
        if (row.path("x").isNull() || row.path("x").isMissingNode()) {
            return BigDecimal.ZERO;
        }
        BigDecimal x = new BigDecimal(row.path("x").asText());
        return switch (kind) {
            case AVG_PER_CONTACT, AVG -> quotient(x, row.path("y").asLong());
            case PERCENTILE -> between(x, row);
            default -> x;
        };
    }

    /** The k-th of n sorted numbers, k being the percentile's place from 1 on, rounded down, or up with an addend. */
    private String place(String addend) {
        return "toUInt64(greatest(0, intDiv((toInt64(length(sorted)) - 1) * " + percentile + addend + ", 100)) + 1)";
    }

    /** Linear between the two numbers on either side of the place. */
    private BigDecimal between(BigDecimal below, JsonNode row) {
        long numbers = row.path("y").asLong();
        if (numbers == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal above = new BigDecimal(row.path("z").asText());
        BigDecimal way = BigDecimal.valueOf((numbers - 1) * percentile % 100);
        return Figures.rounded(below.add(above.subtract(below).multiply(way).divide(HUNDRED)));
    }

    private static BigDecimal quotient(BigDecimal dividend, long divisor) {
        return divisor == 0
                ? BigDecimal.ZERO
                : Figures.rounded(dividend.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128));
    }
}
