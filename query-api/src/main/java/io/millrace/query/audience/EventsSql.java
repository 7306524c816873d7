package io.millrace.query.audience;

import io.millrace.core.event.ReservedNames;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventPattern.PropertyTest;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.query.filter.Cell;
import io.millrace.query.filter.NumberSql;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.filter.ValueSql;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Conditions over events as sets of contacts. */
final class EventsSql {

    private final AsOf asOf;
    private final Stored stored;
    private final DaySql days;
    private final SqlValues values;

    EventsSql(AsOf asOf, Stored stored, DaySql days, SqlValues values) {
        this.asOf = asOf;
        this.stored = stored;
        this.days = days;
        this.values = values;
    }

    Contacts test(Rule.Events rule) {
        return rule.test().accept(new Tests(rule));
    }

    /** Rows that count, as FROM and WHERE, and the contact of each. */
    private record Rows(String from, String contact) {

        /** The contacts for whom a condition on all their rows holds. */
        String having(String condition, String having) {
            return "SELECT " + contact + " AS contact\n" + from + " AND " + condition + "\nGROUP BY contact\nHAVING "
                    + having;
        }
    }

    private Rows rows(TimeScope scope) {
        return scope instanceof TimeScope.Today
                ? new Rows(days.today(), "today_contact")
                : new Rows(stored.events(), stored.contact());
    }

    private String matching(EventPattern pattern) {
        List<String> parts = new ArrayList<>();
        parts.add(named(pattern));
        for (PropertyTest test : pattern.where()) {
            parts.add(holds(test));
        }
        return "(" + String.join(" AND ", parts) + ")";
    }

    private String named(EventPattern pattern) {
        if (pattern.isAny()) {
            return "type IN ('track', 'page', 'screen') AND event NOT IN " + values.texts(ReservedNames.all());
        }
        if (pattern.isPrefix()) {
            return "type = 'track' AND startsWith(event, " + values.text(pattern.prefix()) + ")";
        }
        return "event = " + values.text(pattern.name());
    }

    private String holds(PropertyTest test) {
        return ValueSql.holds(test.test(), Cell.property(test.path().toString(), values), values, asOf.millis());
    }

    private String holds(List<PropertyTest> tests) {
        List<String> parts = new ArrayList<>(List.of("true"));
        tests.forEach(test -> parts.add(holds(test)));
        return "(" + String.join(" AND ", parts) + ")";
    }

    /** Which part of time is looked at, as far as the rows themselves do not say it already. */
    private String inScope(TimeScope scope) {
        return scope.accept(new TimeScope.Visitor<>() {
            @Override
            public String allTime(TimeScope.AllTime all) {
                return "true";
            }

            @Override
            public String sliding(TimeScope.Sliding sliding) {
                return "timestamp > " + before(sliding.millis());
            }

            @Override
            public String today(TimeScope.Today today) {
                return "true";
            }

            @Override
            public String between(TimeScope.Between between) {
                List<String> parts = new ArrayList<>();
                Long since = between.since();
                Long until = between.until();
                if (since != null) {
                    parts.add("timestamp >= " + stored.time(since));
                }
                if (until != null) {
                    parts.add("timestamp < " + stored.time(until));
                }
                return String.join(" AND ", parts);
            }
        });
    }

    /** Instants before 1970 lie before every event, so that a bound there is none. */
    private String before(long millis) {
        return "fromUnixTimestamp64Milli(" + values.whole(Math.max(-1, asOf.millis() - millis)) + ")";
    }

    /** One method a test. */
    private final class Tests implements EventTest.Visitor<Contacts> {
        private final Rows rows;
        private final String scope;
        private final String matching;

        Tests(Rule.Events rule) {
            this.scope = inScope(rule.scope());
            this.matching = matching(rule.pattern());
            this.rows = rows(rule.scope());
        }

        @Override
        public Contacts count(EventTest.Count test) {
            return overNothing(
                    test.comparison(),
                    BigDecimal.valueOf(test.value()),
                    "count() " + ValueSql.sign(test.comparison()) + " " + values.whole(test.value()));
        }

        @Override
        public Contacts aggregate(EventTest.Aggregate test) {
            Cell property = Cell.property(test.property().toString(), values);
            String text = property.text();
            String number = NumberSql.rounded(text);
            String compared = ValueSql.sign(test.comparison()) + " " + NumberSql.literal(test.value(), values);
            return switch (test.function()) {
                case SUM ->
                    overNothing(
                            test.comparison(),
                            test.value(),
                            "sum(ifNull(" + number + ", " + NumberSql.literal(BigDecimal.ZERO, values) + ")) "
                                    + compared);
                case DISTINCT ->
                    overNothing(
                            test.comparison(),
                            test.value(),
                            NumberSql.exact("uniqExactIf(concat(" + NumberSql.canonical(text) + ", " + property.list()
                                            + "), " + property.present() + ")")
                                    + " " + compared);
                case AVG ->
                    those("ifNull(sum(" + number + ") " + ValueSql.sign(test.comparison()) + " "
                            + NumberSql.literal(test.value(), values) + " * count(" + number + "), false)");
                case MIN -> those("ifNull(min(" + number + ") " + compared + ", false)");
                case MAX -> those("ifNull(max(" + number + ") " + compared + ", false)");
            };
        }

        /** Whom no such event has is zero: where zero passes, all pass but those whose events say otherwise. */
        private Contacts overNothing(Comparison comparison, BigDecimal value, String having) {
            return comparison.holds(BigDecimal.ZERO.compareTo(value))
                    ? those("NOT (" + having + ")").others()
                    : those(having);
        }

        private Contacts those(String having) {
            return new Contacts(rows.having(scope + " AND " + matching, having), true);
        }

        @Override
        public Contacts age(EventTest.Age test) {
            String date = test.edge() == EventTest.Age.Edge.FIRST ? "min(timestamp)" : "max(timestamp)";
            return those(date + (test.withinLast() ? " > " : " <= ") + before(test.millis()));
        }

        @Override
        public Contacts lastWhere(EventTest.LastWhere test) {
            return those("argMax(" + holds(test.tests()) + ", " + WriteOrder.OF_EVENTS + ")");
        }

        @Override
        public Contacts notFollowedBy(EventTest.NotFollowedBy test) {
            String first = "(" + scope + " AND " + matching + ")";
            String other = matching(test.other());
            String newest = "maxIf(timestamp, " + first + ")";
            return new Contacts(
                    rows.having(
                            "(" + first + " OR " + other + ")",
                            "countIf(" + first + ") > 0 AND " + newest + " <= " + before(test.withinMillis())
                                    + " AND NOT (countIf(" + other + ") > 0 AND maxIf(timestamp, " + other + ") > "
                                    + newest + ")"),
                    true);
        }
    }

    /**
     * For each step the latest start of a chain that has reached it, instant by instant: a later start can only be better.
     * Steps at one instant build on what was reached before it.
     */
    Contacts sequence(Rule.Sequence rule) {
        List<String> matches = rule.steps().stream().map(this::matching).toList();
        int last = matches.size() - 1;
        StringBuilder bits = new StringBuilder();
        for (int step = 0; step <= last; step++) {
            bits.append(step == 0 ? "" : " + ")
                    .append("if(")
                    .append(matches.get(step))
                    .append(", toUInt64(")
                    .append(1L << step)
                    .append("), 0)");
        }
        String within = values.whole(rule.withinMillis());
        String reached = "arrayMap((start, before, step) -> if(bitTest(e.2, step), "
                + "if(step = 0, e.1, if(before >= 0 AND e.1 - before <= " + within
                + ", greatest(start, before), start)),"
                + " start), s, arrayPushFront(arrayPopBack(s), toInt64(-1)), range(" + matches.size() + "))";
        return new Contacts(
                """
                SELECT contact
                FROM
                (
                  SELECT %s AS contact, toUnixTimestamp64Milli(timestamp) AS at, groupBitOr(%s) AS steps
                  %s AND (%s)
                  GROUP BY contact, at
                )
                GROUP BY contact
                HAVING bitAnd(groupBitOr(steps), %s) = %s
                  AND arrayFold((s, e) -> %s, arraySort(groupArray((at, steps))), arrayWithConstant(%s, toInt64(-1)))[-1] >= 0
                """
                        .formatted(
                                stored.contact(),
                                bits,
                                stored.events(),
                                String.join(" OR ", matches),
                                values.whole((1L << matches.size()) - 1),
                                values.whole((1L << matches.size()) - 1),
                                reached,
                                matches.size()),
                true);
    }
}
