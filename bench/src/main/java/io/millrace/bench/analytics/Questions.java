package io.millrace.bench.analytics;

import java.util.ArrayList;
import java.util.List;

/** What is asked of the generated events: the 90 days that end on 15 March 2026. */
final class Questions {

    private static final String ANY = "'view', 'cart', 'order', 'login', 'search', 'share', 'open'";

    private Questions() {}

    static List<Question> all() {
        List<Question> all = new ArrayList<>();
        all.add(funnel());
        all.add(retention("one event", "\"start\":{\"event\":\"view\"}", "'view'"));
        all.add(retention("any event", "\"start\":{\"event\":\"*\"}", ANY));
        all.add(retention(
                "first time, any event back",
                "\"start\":{\"event\":\"order\"},\"return\":{\"event\":\"*\"},\"mode\":\"first_time\"",
                ANY));
        all.add(series("one event", "view", "'view'"));
        all.add(series("any event", "*", ANY));
        for (String model : List.of("last_touch", "linear", "time_decay")) {
            all.add(attribution(model));
        }
        all.add(oneDay());
        return all;
    }

    private static Question funnel() {
        return new Question(
                "funnel, three steps in 14 days",
                """
                {"type":"funnel","steps":[{"event":"view"},{"event":"cart"},{"event":"order"}],"window":"14d",
                 "from":"2025-12-16","to":"2026-03-15","timezone":"UTC"}
                """,
                "windowFunnel",
                """
                SELECT countIf(level >= 1) AS step_1, countIf(level >= 2) AS step_2, countIf(level >= 3) AS step_3
                FROM
                (
                  SELECT windowFunnel(1209600000)
                    (toUInt64(toUnixTimestamp64Milli(timestamp)), event = 'view', event = 'cart', event = 'order') AS level
                  FROM events
                  WHERE workspace = {workspace:String} AND event IN ('view', 'cart', 'order')
                    AND timestamp >= toDateTime64('2025-12-16 00:00:00', 3, 'UTC')
                    AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
                  GROUP BY person
                )
                """);
    }

    private static Question retention(String name, String asked, String events) {
        return new Question(
                "retention, 12 weeks, " + name,
                "{\"type\":\"cohort_retention\"," + asked
                        + ",\"period\":\"week\",\"from\":\"2025-12-22\",\"to\":\"2026-03-15\",\"timezone\":\"UTC\"}",
                "pairs of weeks",
                """
                SELECT start_week, return_week, count() AS n
                FROM
                (
                  SELECT person, groupUniqArray(toMonday(timestamp)) AS weeks
                  FROM events
                  WHERE workspace = {workspace:String} AND event IN (%s)
                    AND timestamp >= toDateTime64('2025-12-22 00:00:00', 3, 'UTC')
                    AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
                  GROUP BY person
                )
                ARRAY JOIN weeks AS start_week
                ARRAY JOIN weeks AS return_week
                WHERE return_week >= start_week
                GROUP BY start_week, return_week
                ORDER BY start_week, return_week
                """
                        .formatted(events));
    }

    private static Question series(String name, String event, String events) {
        return new Question(
                "uniques a day by category, 90 days, " + name,
                """
                {"type":"timeseries","series":[{"event":"%s","measure":"unique_contacts"}],"group_by":"properties.category",
                 "interval":"day","from":"2025-12-16","to":"2026-03-15","timezone":"UTC"}
                """
                        .formatted(event),
                "uniqExact by day and category",
                """
                SELECT toDate(timestamp) AS day, properties['category'] AS category, uniqExact(person) AS n
                FROM events
                WHERE workspace = {workspace:String} AND event IN (%s)
                  AND timestamp >= toDateTime64('2025-12-16 00:00:00', 3, 'UTC')
                  AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
                GROUP BY day, category
                ORDER BY day, category
                """
                        .formatted(events));
    }

    private static Question attribution(String model) {
        return new Question(
                "attribution of 30 days, " + model,
                """
                {"type":"attribution","conversion":{"event":"order"},"value_property":"amount","model":"%s",
                 "from":"2026-02-14","to":"2026-03-15","timezone":"UTC"}
                """
                        .formatted(model),
                "last touch by an ASOF join",
                """
                SELECT source, count() AS conversions
                FROM
                (
                  SELECT person, timestamp
                  FROM events
                  WHERE workspace = {workspace:String} AND event = 'order'
                    AND timestamp >= toDateTime64('2026-02-14 00:00:00', 3, 'UTC')
                    AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
                ) AS conversions
                ASOF LEFT JOIN
                (
                  SELECT person, timestamp, campaign_source AS source
                  FROM events
                  WHERE workspace = {workspace:String} AND campaign_source != ''
                    AND timestamp >= toDateTime64('2026-01-15 00:00:00', 3, 'UTC')
                    AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
                ) AS touches ON conversions.person = touches.person AND conversions.timestamp >= touches.timestamp
                GROUP BY source
                ORDER BY conversions DESC
                """);
    }

    /** Costs ClickHouse next to nothing, so that what the API adds can be seen. */
    private static Question oneDay() {
        return new Question(
                "count of one event on one day",
                """
                {"type":"event_count","event":"order","interval":"day","from":"2026-03-01","to":"2026-03-01","timezone":"UTC"}
                """,
                "count",
                """
                SELECT count() AS n
                FROM events
                WHERE workspace = {workspace:String} AND event = 'order'
                  AND timestamp >= toDateTime64('2026-03-01 00:00:00', 3, 'UTC')
                  AND timestamp < toDateTime64('2026-03-02 00:00:00', 3, 'UTC')
                """);
    }
}
