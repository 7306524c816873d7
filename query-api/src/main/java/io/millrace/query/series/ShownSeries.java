package io.millrace.query.series;

import io.millrace.query.group.GroupKey;
import io.millrace.query.group.Grouping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One series of an answer, its groups in order.
 *
 * @param measure what is measured; of a formula its text
 */
record ShownSeries(String id, String name, String measure, Series series, Optional<Series> previous) {

    /** The series as they are, or the one that a formula makes of them. */
    static List<ShownSeries> of(SeriesQuery query, List<Series> series, List<Series> previous) {
        if (query.formula().isPresent()) {
            Formula formula = query.formula().get();
            Series made = made(formula, series);
            Optional<Series> before = previous.isEmpty() ? Optional.empty() : Optional.of(made(formula, previous));
            return List.of(inOrder(
                    query.grouping(), new ShownSeries("formula", formula.text(), formula.text(), made, before)));
        }
        List<ShownSeries> shown = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            SeriesItem item = query.items().get(i);
            shown.add(inOrder(
                    query.grouping(),
                    new ShownSeries(
                            item.id(),
                            item.name(),
                            item.measure().text(),
                            series.get(i),
                            previous.isEmpty() ? Optional.empty() : Optional.of(previous.get(i)))));
        }
        return shown;
    }

    /** The formula of every bucket, of every group's total and of the total. A group that a series lacks is 0 in it. */
    private static Series made(Formula formula, List<Series> series) {
        Series first = series.get(0);
        Set<GroupKey> keys = new LinkedHashSet<>();
        List<Map<GroupKey, Series.Group>> byKey = new ArrayList<>();
        for (Series one : series) {
            Map<GroupKey, Series.Group> groups =
                    one.groups().stream().collect(Collectors.toMap(Series.Group::key, Function.identity()));
            keys.addAll(groups.keySet());
            byKey.add(groups);
        }
        List<Series.Group> made = new ArrayList<>();
        for (GroupKey key : keys) {
            List<BigDecimal> values = new ArrayList<>();
            for (int bucket = 0; bucket < first.buckets().count(); bucket++) {
                int place = bucket;
                values.add(formula.of(of(byKey, key, group -> group.values().get(place))));
            }
            made.add(new Series.Group(key, values, formula.of(of(byKey, key, Series.Group::total))));
        }
        BigDecimal total = formula.of(series.stream().map(Series::total).toList());
        return new Series(first.range(), first.buckets(), made, total);
    }

    private static List<BigDecimal> of(
            List<Map<GroupKey, Series.Group>> byKey, GroupKey key, Function<Series.Group, BigDecimal> number) {
        return byKey.stream()
                .map(groups -> Optional.ofNullable(groups.get(key)).map(number).orElse(BigDecimal.ZERO))
                .toList();
    }

    /** Both by the sizes of the groups in the range that was asked for. */
    private static ShownSeries inOrder(Grouping grouping, ShownSeries shown) {
        if (grouping.isNone()) {
            return shown;
        }
        Map<GroupKey, BigDecimal> sizes =
                shown.series().groups().stream().collect(Collectors.toMap(Series.Group::key, Series.Group::total));
        return new ShownSeries(
                shown.id(),
                shown.name(),
                shown.measure(),
                sorted(shown.series(), sizes),
                shown.previous().map(earlier -> sorted(earlier, sizes)));
    }

    private static Series sorted(Series series, Map<GroupKey, BigDecimal> sizes) {
        Function<Series.Group, GroupKey.Sized> sized =
                group -> new GroupKey.Sized(group.key(), sizes.getOrDefault(group.key(), BigDecimal.ZERO));
        return new Series(
                series.range(),
                series.buckets(),
                series.groups().stream()
                        .sorted((one, two) -> GroupKey.order().compare(sized.apply(one), sized.apply(two)))
                        .toList(),
                series.total());
    }
}
