package io.millrace.query.series;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a series must be, by looking at every event for every bucket. It knows ranges, buckets, windows, measures and
 * groups from their description alone.
 */
public final class SeriesOracle {

    /** One event; its amount is null where it is no number, its values are the texts of the fields grouped by. */
    public record Fact(String contact, String event, Instant at, @Nullable BigDecimal amount, List<String> values) {}

    /** What is asked. Both ends of the range count. */
    public record Question(
            Instant from,
            Instant to,
            ZoneId zone,
            String interval,
            DayOfWeek weekStart,
            String measure,
            boolean cumulative,
            int limit,
            boolean other) {}

    /** Values by bucket and group label, totals by group label in order, and the total. */
    public record Numbers(
            Map<String, Map<String, BigDecimal>> buckets, Map<String, BigDecimal> totals, BigDecimal total) {}

    private static final DateTimeFormatter HOURS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final String REST = "$other";

    private final Question question;
    private final List<Fact> facts;
    private final List<String> labels = new ArrayList<>();

    /** @param facts those that the selector and the filters let through, of any time */
    public SeriesOracle(Question question, List<Fact> facts) {
        this.question = question;
        this.facts = facts;
        Duration step = question.interval().equals("minute") ? Duration.ofSeconds(30) : Duration.ofMinutes(1);
        Set<String> found = new LinkedHashSet<>();
        for (Instant at = question.from(); at.isBefore(question.to()); at = at.plus(step)) {
            found.add(label(at));
        }
        found.add(label(question.to()));
        labels.addAll(found);
    }

    /** Averages are rates, and as equal as they are shown: two that differ in the twentieth digit rank by label. */
    private BigDecimal ranked(@Nullable BigDecimal size) {
        BigDecimal exact = Objects.requireNonNull(size);
        return question.measure().startsWith("avg") ? new BigDecimal(exact.doubleValue()) : exact;
    }

    public Numbers grouped(int fields) {
        String absent = String.join("|", java.util.Collections.nCopies(fields, "$none"));
        Map<List<String>, BigDecimal> sizes = new HashMap<>();
        for (Fact fact : facts) {
            if (read(fact)) {
                sizes.computeIfAbsent(
                        fact.values(), values -> total(one -> one.values().equals(values)));
            }
        }
        List<List<String>> named = sizes.keySet().stream()
                .filter(values -> values.stream().anyMatch(value -> !value.isEmpty()))
                .sorted(Comparator.<List<String>, BigDecimal>comparing(values -> ranked(sizes.get(values)))
                        .reversed()
                        .thenComparing(values -> label(values)))
                .limit(question.limit())
                .toList();
        Map<String, Predicate<Fact>> groups = new LinkedHashMap<>();
        named.forEach(values -> groups.put(label(values), one -> one.values().equals(values)));
        Predicate<Fact> isAbsent = one -> one.values().stream().allMatch(String::isEmpty);
        if (facts.stream().anyMatch(one -> read(one) && isAbsent.test(one))) {
            groups.put(absent, isAbsent);
        }
        Predicate<Fact> isRest = one -> !isAbsent.test(one) && !named.contains(one.values());
        if (question.other() && facts.stream().anyMatch(one -> read(one) && isRest.test(one))) {
            groups.put(REST, isRest);
        }
        Map<String, BigDecimal> totals = new LinkedHashMap<>();
        groups.forEach((label, chosen) -> totals.put(label, total(chosen)));
        Map<String, Map<String, BigDecimal>> buckets = new LinkedHashMap<>();
        for (String bucket : labels) {
            Map<String, BigDecimal> row = new LinkedHashMap<>();
            groups.forEach((label, chosen) -> row.put(label, value(bucket, chosen)));
            buckets.put(bucket, row);
        }
        return new Numbers(buckets, totals, total(one -> true));
    }

    public Numbers plain() {
        Map<String, Map<String, BigDecimal>> buckets = new LinkedHashMap<>();
        labels.forEach(bucket -> buckets.put(bucket, Map.of("", value(bucket, one -> true))));
        return new Numbers(buckets, Map.of(), total(one -> true));
    }

    /** Whether an event has any part in the answer. */
    private boolean read(Fact fact) {
        return labels.stream().anyMatch(bucket -> countsIn(bucket, fact));
    }

    private BigDecimal value(String bucket, Predicate<Fact> chosen) {
        return measured(facts.stream()
                .filter(chosen)
                .filter(one -> question.cumulative()
                        ? inRange(one) && labels.indexOf(label(one.at())) <= labels.indexOf(bucket)
                        : countsIn(bucket, one))
                .toList());
    }

    private BigDecimal total(Predicate<Fact> chosen) {
        if (question.measure().startsWith("rolling")) {
            return value(labels.get(labels.size() - 1), chosen);
        }
        return measured(facts.stream().filter(chosen).filter(this::inRange).toList());
    }

    private boolean inRange(Fact fact) {
        return !fact.at().isBefore(question.from()) && !fact.at().isAfter(question.to());
    }

    private boolean countsIn(String bucket, Fact fact) {
        int days = question.measure().equals("rolling_7d_contacts") ? 7 : 30;
        boolean hours = bucket.contains("T");
        boolean plain = !question.measure().startsWith("rolling")
                || Set.of("month", "quarter", "year").contains(question.interval())
                || (question.interval().equals("week") && days == 7);
        if (plain) {
            return inRange(fact) && label(fact.at()).equals(bucket);
        }
        if (fact.at().isAfter(question.to())) {
            return false;
        }
        if (hours) {
            Instant end = end(bucket);
            return fact.at().isBefore(end) && !fact.at().isBefore(end.minus(Duration.ofHours(days * 24L)));
        }
        LocalDate last = LocalDate.parse(bucket).plusDays(question.interval().equals("week") ? 6 : 0);
        LocalDate day = fact.at().atZone(question.zone()).toLocalDate();
        return !day.isAfter(last) && day.isAfter(last.minusDays(days));
    }

    /** After the last of its minutes: a change of the clock may cut an hour short. */
    private Instant end(String bucket) {
        Instant start = OffsetDateTime.parse(bucket).toInstant();
        Instant end = start;
        for (Instant at = start; at.isBefore(start.plus(1, ChronoUnit.HOURS)); at = at.plus(1, ChronoUnit.MINUTES)) {
            end = label(at).equals(bucket) ? at.plus(1, ChronoUnit.MINUTES) : end;
        }
        return end;
    }

    private String label(Instant at) {
        ZonedDateTime local = at.atZone(question.zone());
        LocalDate day = local.toLocalDate();
        return switch (question.interval()) {
            case "minute" ->
                HOURS.format(
                        local.truncatedTo(ChronoUnit.MINUTES).toLocalDateTime().atOffset(local.getOffset()));
            case "hour" ->
                HOURS.format(
                        local.toLocalDateTime().truncatedTo(ChronoUnit.HOURS).atOffset(local.getOffset()));
            case "day" -> day.toString();
            case "week" ->
                day.with(TemporalAdjusters.previousOrSame(question.weekStart())).toString();
            case "month" -> day.withDayOfMonth(1).toString();
            case "quarter" ->
                LocalDate.of(day.getYear(), day.getMonth().firstMonthOfQuarter(), 1)
                        .toString();
            default -> LocalDate.of(day.getYear(), 1, 1).toString();
        };
    }

    private BigDecimal measured(List<Fact> chosen) {
        Map<String, Integer> perContact = new TreeMap<>();
        chosen.forEach(one -> perContact.merge(one.contact(), 1, Integer::sum));
        List<BigDecimal> numbers = chosen.stream()
                .flatMap(one -> Stream.ofNullable(one.amount()))
                .sorted()
                .toList();
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return switch (question.measure()) {
            case "total" -> BigDecimal.valueOf(chosen.size());
            case "unique_contacts", "rolling_7d_contacts", "rolling_30d_contacts" ->
                BigDecimal.valueOf(new HashSet<>(perContact.keySet()).size());
            case "avg_per_contact" -> ratio(BigDecimal.valueOf(chosen.size()), perContact.size());
            case "max_per_contact" ->
                BigDecimal.valueOf(
                        perContact.values().stream().mapToInt(n -> n).max().orElse(0));
            case "sum" -> sum;
            case "avg" -> ratio(sum, numbers.size());
            case "min" -> numbers.isEmpty() ? BigDecimal.ZERO : numbers.get(0);
            case "max" -> numbers.isEmpty() ? BigDecimal.ZERO : numbers.get(numbers.size() - 1);
            default -> percentile(numbers, Integer.parseInt(question.measure().substring(1)));
        };
    }

    private static BigDecimal ratio(BigDecimal dividend, int divisor) {
        return divisor == 0 ? BigDecimal.ZERO : dividend.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128);
    }

    /** On a line through the sorted numbers, the first at 0 % and the last at 100 %. */
    private static BigDecimal percentile(List<BigDecimal> numbers, int percent) {
        if (numbers.isEmpty()) {
            return BigDecimal.ZERO;
        }
        BigDecimal place = BigDecimal.valueOf(numbers.size() - 1)
                .multiply(BigDecimal.valueOf(percent))
                .movePointLeft(2);
        int below = place.intValue();
        BigDecimal next = numbers.get(Math.min(below + 1, numbers.size() - 1));
        BigDecimal way = place.subtract(BigDecimal.valueOf(below));
        return numbers.get(below).add(next.subtract(numbers.get(below)).multiply(way));
    }

    private static String label(List<String> values) {
        return String.join(
                "|",
                values.stream()
                        .map(value -> value.isEmpty() ? "$none" : value.startsWith("$") ? "$" + value : value)
                        .toList());
    }
}
