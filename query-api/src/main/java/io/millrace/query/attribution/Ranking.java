package io.millrace.query.attribution;

import io.millrace.clickhouse.Symbols;
import io.millrace.query.group.GroupKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows in order: most credit first, equal ones by label, then that of absent values, then the rest. Credit and worth
 * are in units of {@link Credit}. Credits that differ by less than a thousandth of what is shown count as equal: shares
 * by age are right to 15 digits only, and what they add up to must not decide the order of rows that are even.
 *
 * @param stored the values of the rows that have one of their own, as they are stored
 */
record Ranking(List<Row> rows, long conversions, Set<String> stored) {

    private static final BigInteger EVEN = BigInteger.valueOf(Credit.UNIT / 1_000_000_000L);

    /** @param contacts of the rest 0: a contact may stand in several of its rows */
    record Row(GroupKey key, String stored, long touchpoints, long contacts, BigInteger credit, BigDecimal worth) {}

    Ranking {
        rows = List.copyOf(rows);
        stored = Set.copyOf(stored);
    }

    static Ranking of(AttributionQuery query, Symbols dimensions, Tally tally) {
        List<Row> all = new ArrayList<>();
        for (int row = 0; row < dimensions.size(); row++) {
            String text = dimensions.text(row);
            if (tally.contacts(row) > 0) {
                all.add(new Row(
                        Dimensions.key(text, query.dimension()),
                        text,
                        tally.touchpoints(row),
                        tally.contacts(row),
                        tally.credit(row),
                        tally.worth(row)));
            }
        }
        all.sort(Comparator.comparing((Row row) -> row.key().isAbsent())
                .thenComparing(Comparator.comparing(Ranking::level).reversed())
                .thenComparing(row -> row.key().label()));
        List<Row> shown = new ArrayList<>();
        List<Row> rest = new ArrayList<>();
        for (Row row : all) {
            boolean named =
                    row.key().isAbsent() || shown.size() < query.dimension().limit();
            (named ? shown : rest).add(row);
        }
        Set<String> stored = new HashSet<>();
        shown.forEach(row -> stored.add(row.stored()));
        if (!rest.isEmpty()) {
            shown.add(new Row(
                    GroupKey.OTHER,
                    "",
                    rest.stream().mapToLong(Row::touchpoints).sum(),
                    0,
                    rest.stream().map(Row::credit).reduce(BigInteger.ZERO, BigInteger::add),
                    rest.stream().map(Row::worth).reduce(BigDecimal.ZERO, BigDecimal::add)));
        }
        return new Ranking(shown, tally.conversions(), stored);
    }

    /** The credit to nine decimals. */
    private static BigInteger level(Row row) {
        return row.credit().add(EVEN.shiftRight(1)).divide(EVEN);
    }

    /** Whether values, as they are stored, have no row of their own; of absent ones without any row too. */
    boolean isRest(String values) {
        return !stored.contains(values);
    }

    List<BigDecimal> credits() {
        return rows.stream().map(row -> new BigDecimal(row.credit())).toList();
    }

    List<BigDecimal> worths() {
        return rows.stream().map(Row::worth).toList();
    }

    BigDecimal worth() {
        return worths().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
