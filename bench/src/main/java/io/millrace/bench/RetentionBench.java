package io.millrace.bench;

import io.millrace.query.question.QuestionType;
import io.millrace.query.retention.RetentionQuestions;
import io.millrace.query.retention.RetentionStore;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Times weekly retention of 12 weeks, beside counting pairs of weeks in plain SQL. */
@Command(name = "retention", description = "Weekly retention of 12 weeks, beside plain SQL that counts pairs of weeks.")
final class RetentionBench extends QuestionBench {

    private static final String FROM = "2025-12-22";
    private static final String TO = "2026-03-15";

    private static final String ANY = "'view', 'cart', 'order', 'login', 'search', 'share', 'open'";

    private static final String PAIRS =
            """
            SELECT start_week, return_week, count() AS n
            FROM
            (
              SELECT person, groupUniqArray(toMonday(timestamp)) AS weeks
              FROM events
              WHERE workspace = '%%s' AND event IN (%s)
                AND timestamp >= toDateTime64('2025-12-22 00:00:00', 3, 'UTC') AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
              GROUP BY person
            )
            ARRAY JOIN weeks AS start_week
            ARRAY JOIN weeks AS return_week
            WHERE return_week >= start_week
            GROUP BY start_week, return_week
            ORDER BY start_week, return_week
            """;

    @Override
    QuestionType type(AnalyticsTable table) {
        return new RetentionQuestions(new RetentionStore(table.client(), Map.of()));
    }

    @Override
    List<Question> questions() {
        return List.of(
                question("recurring, one event", "\"start\":{\"event\":\"view\"}", "'view'"),
                question("recurring, any event", "\"start\":{\"event\":\"*\"}", ANY),
                question(
                        "first time, any event back",
                        "\"start\":{\"event\":\"order\"},\"return\":{\"event\":\"*\"},\"mode\":\"first_time\"",
                        ANY));
    }

    private static Question question(String name, String asked, String events) {
        String body = "{\"type\":\"cohort_retention\"," + asked + ",\"period\":\"week\",\"from\":\"" + FROM
                + "\",\"to\":\"" + TO + "\",\"timezone\":\"UTC\"}";
        return new Question(name, body, "pairs of weeks", PAIRS.formatted(events));
    }
}
