package io.millrace.testing.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.EventType;
import io.millrace.core.event.ReservedNames;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Judges conditions over events by definition. */
final class EventsOracle {

    /** In order of time, then arrival; none after now. */
    private final List<HistoryEvent> events;

    private final ZoneId zone;
    private final long now;

    EventsOracle(List<HistoryEvent> events, ZoneId zone, long now) {
        this.events = events;
        this.zone = zone;
        this.now = now;
    }

    boolean holds(Rule.Events rule) {
        List<HistoryEvent> meant = events.stream()
                .filter(event -> matches(rule.pattern(), event) && inside(rule.scope(), event.timestamp()))
                .toList();
        return rule.test().accept(new Test(meant));
    }

    static boolean matches(EventPattern pattern, HistoryEvent event) {
        return named(pattern.name(), event) && passes(pattern.where(), event);
    }

    private static boolean named(String pattern, HistoryEvent event) {
        boolean view = event.type() == EventType.PAGE || event.type() == EventType.SCREEN;
        boolean track = event.type() == EventType.TRACK;
        if (pattern.equals("*")) {
            return view || (track && !ReservedNames.all().contains(event.name()));
        }
        if (pattern.endsWith("*")) {
            return track && event.name().startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return (track && event.name().equals(pattern))
                || (view && event.type().text().equals(pattern));
    }

    private static boolean passes(List<EventPattern.PropertyTest> tests, HistoryEvent event) {
        return tests.stream()
                .allMatch(test ->
                        OracleValues.holds(test.test(), OracleValues.at(event.properties(), test.path()), 0, 0));
    }

    private boolean inside(TimeScope scope, long timestamp) {
        return scope.accept(new TimeScope.Visitor<Boolean>() {

            @Override
            public Boolean allTime(TimeScope.AllTime all) {
                return true;
            }

            @Override
            public Boolean sliding(TimeScope.Sliding sliding) {
                return timestamp <= now && now < timestamp + sliding.millis();
            }

            @Override
            public Boolean today(TimeScope.Today today) {
                return Instant.ofEpochMilli(timestamp)
                        .atZone(zone)
                        .toLocalDate()
                        .equals(Instant.ofEpochMilli(now).atZone(zone).toLocalDate());
            }

            @Override
            public Boolean between(TimeScope.Between between) {
                return (between.since() == null || timestamp >= between.since())
                        && (between.until() == null || timestamp < between.until());
            }
        });
    }

    private final class Test implements EventTest.Visitor<Boolean> {

        private final List<HistoryEvent> meant;

        Test(List<HistoryEvent> meant) {
            this.meant = meant;
        }

        @Override
        public Boolean count(EventTest.Count test) {
            return OracleValues.compares(test.comparison(), Long.compare(meant.size(), test.value()));
        }

        @Override
        public Boolean aggregate(EventTest.Aggregate test) {
            List<JsonNode> values = meant.stream()
                    .map(event -> OracleValues.at(event.properties(), test.property()))
                    .filter(value -> !OracleValues.isAbsent(value))
                    .toList();
            List<BigDecimal> numbers = values.stream()
                    .flatMap(value -> OracleValues.number(value).stream())
                    .sorted()
                    .toList();
            BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal count = BigDecimal.valueOf(numbers.size());
            boolean some = !numbers.isEmpty();
            return switch (test.function()) {
                case SUM -> compares(test, sum, test.value());
                case AVG -> some && compares(test, sum, test.value().multiply(count));
                case MIN -> some && compares(test, numbers.get(0), test.value());
                case MAX -> some && compares(test, numbers.get(numbers.size() - 1), test.value());
                case DISTINCT -> {
                    long distinct =
                            values.stream().map(OracleValues::form).distinct().count();
                    yield compares(test, BigDecimal.valueOf(distinct), test.value());
                }
            };
        }

        private boolean compares(EventTest.Aggregate test, BigDecimal found, BigDecimal wanted) {
            return OracleValues.compares(test.comparison(), found.compareTo(wanted));
        }

        @Override
        public Boolean age(EventTest.Age test) {
            if (meant.isEmpty()) {
                return false;
            }
            boolean first = test.edge() == EventTest.Age.Edge.FIRST;
            long at = meant.get(first ? 0 : meant.size() - 1).timestamp();
            return test.withinLast() ? at <= now && now < at + test.millis() : now >= at + test.millis();
        }

        @Override
        public Boolean lastWhere(EventTest.LastWhere test) {
            return !meant.isEmpty() && passes(test.tests(), meant.get(meant.size() - 1));
        }

        @Override
        public Boolean notFollowedBy(EventTest.NotFollowedBy test) {
            if (meant.isEmpty()) {
                return false;
            }
            long newest = meant.get(meant.size() - 1).timestamp();
            return now - newest >= test.withinMillis()
                    && events.stream().noneMatch(event -> event.timestamp() > newest && matches(test.other(), event));
        }
    }
}
