package io.millrace.bench;

import io.millrace.query.attribution.AttributionQuestions;
import io.millrace.query.attribution.AttributionStore;
import io.millrace.query.question.QuestionType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Times 30-day attribution, beside an ASOF join that finds the last touch in plain SQL. */
@Command(name = "attribution", description = "Attribution of 30 days with 30 days of lookback, beside an ASOF join.")
final class AttributionBench extends QuestionBench {

    private static final String LAST_TOUCH =
            """
            SELECT source, count() AS conversions
            FROM
            (
              SELECT person, timestamp
              FROM events
              WHERE workspace = '%1$s' AND event = 'order'
                AND timestamp >= toDateTime64('2026-02-14 00:00:00', 3, 'UTC') AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
            ) AS conversions
            ASOF LEFT JOIN
            (
              SELECT person, timestamp, context['campaign.source'] AS source
              FROM events
              WHERE workspace = '%1$s' AND context['campaign.source'] != ''
                AND timestamp >= toDateTime64('2026-01-15 00:00:00', 3, 'UTC') AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
            ) AS touches ON conversions.person = touches.person AND conversions.timestamp >= touches.timestamp
            GROUP BY source
            ORDER BY conversions DESC
            """;

    @Override
    QuestionType type(AnalyticsTable table) {
        return new AttributionQuestions(new AttributionStore(table.client(), Map.of()));
    }

    @Override
    List<Question> questions() {
        return Stream.of("last_touch", "linear", "time_decay")
                .map(model -> new Question(
                        model,
                        "{\"type\":\"attribution\",\"conversion\":{\"event\":\"order\"},\"value_property\":\"amount\","
                                + "\"model\":\"" + model
                                + "\",\"from\":\"2026-02-14\",\"to\":\"2026-03-15\",\"timezone\":\"UTC\"}",
                        "last touch by an ASOF join",
                        LAST_TOUCH))
                .toList();
    }
}
