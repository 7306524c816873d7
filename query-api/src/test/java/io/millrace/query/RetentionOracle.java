package io.millrace.query;

import io.millrace.query.Histories.Happened;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The rules of cohort retention once more, by looking at every contact for every cell. Slow on purpose. */
final class RetentionOracle {

    /** What is asked, in the words of the request. */
    record Asked(
            String mode,
            String period,
            int periods,
            boolean onOrAfter,
            boolean rolling,
            int minOccurrences,
            String startKind,
            boolean returnIsStart,
            ZoneId zone,
            DayOfWeek weekStart,
            LocalDate from,
            LocalDate to) {}

    private final Asked asked;
    private final Map<Integer, List<Happened>> contacts;
    private final Instant now;
    private final long first;
    private final long last;
    private final List<String> labels = new ArrayList<>();
    private final List<Long> begins = new ArrayList<>();
    private final int cohorts;

    RetentionOracle(Asked asked, Map<Integer, List<Happened>> contacts, Instant now) {
        this.asked = asked;
        this.contacts = contacts;
        this.now = now;
        this.first = asked.from().atStartOfDay(asked.zone()).toInstant().toEpochMilli();
        this.last =
                asked.to().plusDays(1).atStartOfDay(asked.zone()).toInstant().toEpochMilli() - 1;
        long at = first;
        for (; at <= last; at += 900_000) {
            see(at);
        }
        this.cohorts = labels.size();
        for (; labels.size() <= cohorts + asked.periods(); at += 900_000) {
            see(at);
        }
    }

    private void see(long at) {
        String label = label(at);
        if (!labels.contains(label)) {
            labels.add(label);
            begins.add(at);
        }
    }

    private String label(long millis) {
        ZonedDateTime local = Instant.ofEpochMilli(millis).atZone(asked.zone());
        LocalDate day = local.toLocalDate();
        return switch (asked.period()) {
            case "hour" ->
                local.truncatedTo(ChronoUnit.HOURS).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:00:00xxx"));
            case "day" -> day.toString();
            case "week" -> {
                while (day.getDayOfWeek() != asked.weekStart()) {
                    day = day.minusDays(1);
                }
                yield day.toString();
            }
            default -> day.toString().substring(0, 8) + "01";
        };
    }

    private long width() {
        return switch (asked.period()) {
            case "hour" -> 3_600_000L;
            case "day" -> 24 * 3_600_000L;
            case "week" -> 7 * 24 * 3_600_000L;
            default -> 30 * 24 * 3_600_000L;
        };
    }

    /** The lines of the table, then of the summary, of one group's values or, if empty, of everybody. */
    List<String> table(Optional<Set<String>> values) {
        List<String> lines = new ArrayList<>();
        int columns = asked.periods() > 0 ? asked.periods() : cohorts;
        long[] sums = new long[columns];
        long[] sizes = new long[columns];
        boolean[] known = new boolean[columns];
        long all = 0;
        for (int cohort = 0; cohort < cohorts; cohort++) {
            long size = members(cohort, 0, values).size();
            all += size;
            StringBuilder line = new StringBuilder(labels.get(cohort) + " " + size + ":");
            for (int column = 0; column < (asked.periods() > 0 ? columns : cohorts - cohort); column++) {
                if (notBegun(cohort, column)) {
                    line.append(" null");
                    continue;
                }
                long count = members(cohort, column, values).size();
                line.append(' ').append(count);
                known[column] = true;
                sums[column] += count;
                sizes[column] += size;
            }
            lines.add(line.toString());
        }
        StringBuilder summary = new StringBuilder(all + ":");
        StringBuilder rates = new StringBuilder("rates:");
        for (int column = 0; column < columns; column++) {
            summary.append(' ').append(known[column] ? Long.toString(sums[column]) : "null");
            rates.append(' ')
                    .append(
                            known[column]
                                    ? Double.toString(sizes[column] == 0 ? 0 : (double) sums[column] / sizes[column])
                                    : "null");
        }
        lines.add(summary.toString());
        lines.add(rates.toString());
        return lines;
    }

    int cohorts() {
        return cohorts;
    }

    String cohort(int number) {
        return labels.get(number);
    }

    boolean notBegun(int cohort, int column) {
        if (asked.periods() == 0 || column == 0) {
            return false;
        }
        long begin = asked.rolling() ? begins.get(cohort) + column * width() : begins.get(cohort + column);
        return begin > now.toEpochMilli();
    }

    /** The contacts of a cell. */
    Set<Integer> members(int cohort, int column, Optional<Set<String>> values) {
        Set<Integer> members = new TreeSet<>();
        contacts.forEach((contact, events) -> {
            Set<Optional<String>> asOneValue = new LinkedHashSet<>();
            values.ifPresentOrElse(
                    listed -> listed.forEach(value -> asOneValue.add(Optional.of(value))),
                    () -> asOneValue.add(Optional.empty()));
            for (Optional<String> value : asOneValue) {
                if (isIn(events, cohort, column, value)) {
                    members.add(contact);
                }
            }
        });
        return members;
    }

    /** All values that a start of some cohort has. */
    Set<String> values() {
        Set<String> values = new TreeSet<>();
        contacts.values().forEach(events -> starts(events).forEach(start -> values.add(value(start))));
        return values;
    }

    static String value(Happened event) {
        return event.properties().getOrDefault("app", "");
    }

    private boolean isIn(List<Happened> events, int cohort, int column, Optional<String> value) {
        Predicate<Happened> ofValue = event -> value.isEmpty() || value(event).equals(value.get());
        List<Happened> starts = starts(events).stream()
                .filter(start -> label(start.at()).equals(labels.get(cohort)))
                .filter(ofValue)
                .toList();
        if (starts.isEmpty()) {
            return false;
        }
        if (column == 0) {
            return true;
        }
        long own = starts.stream().mapToLong(Happened::at).min().getAsLong();
        long returns = events.stream()
                .filter(event ->
                        asked.returnIsStart() ? isStart(event) : event.name().equals("open"))
                .filter(ofValue)
                .filter(event -> asked.periods() > 0 || event.at() <= last)
                .filter(event -> {
                    int in = asked.rolling()
                            ? (event.at() < own ? -1 : (int) ((event.at() - own) / width()))
                            : labels.indexOf(label(event.at())) - cohort;
                    if (!asked.rolling() && !labels.contains(label(event.at()))) {
                        in = event.at() > last ? Integer.MAX_VALUE : -1;
                    }
                    return asked.onOrAfter() ? in >= column : in == column;
                })
                .count();
        return returns >= asked.minOccurrences();
    }

    private boolean isStart(Happened event) {
        return event.name().equals("buy")
                && (asked.startKind().isEmpty()
                        || asked.startKind().equals(event.properties().get("kind")));
    }

    /** The events that put a contact into a cohort. */
    private List<Happened> starts(List<Happened> events) {
        List<Happened> matching = events.stream().filter(this::isStart).toList();
        List<Happened> deciding = asked.mode().equals("first_ever")
                ? events.stream().filter(event -> event.name().equals("buy")).toList()
                : matching;
        long firstOfAll = deciding.stream().mapToLong(Happened::at).min().orElse(-1);
        return matching.stream()
                .filter(event -> asked.mode().equals("recurring") || event.at() == firstOfAll)
                .filter(event -> event.at() >= first && event.at() <= last)
                .toList();
    }
}
