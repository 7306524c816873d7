package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.Sql;
import io.millrace.query.question.Asked;
import io.millrace.query.question.QuestionType;
import io.millrace.query.question.Scope;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRangeParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** Times a question over generated events beside plain SQL over the same rows in the same run. */
abstract class QuestionBench implements Callable<Integer> {

    @Option(
            names = "--events",
            split = ",",
            defaultValue = "2000000,5000000,20000000",
            description = "Events, 40 a contact. Several numbers are measured in turn.")
    private List<Long> sizes = List.of();

    @Option(names = "--runs", defaultValue = "5", description = "Measured runs of each statement.")
    private int runs;

    /** What is asked, by name; all of one type. */
    abstract List<Question> questions();

    abstract QuestionType type(AnalyticsTable table);

    /**
     * A question as it would be sent.
     *
     * @param baseline SQL with {@code %s} for the workspace
     */
    record Question(String name, String body, String baselineName, String baseline) {}

    @Override
    public Integer call() throws IOException {
        try (AnalyticsTable table = AnalyticsTable.open()) {
            for (long events : sizes) {
                String workspace = table.generate(events);
                AnalyticsTable.say("%,d events", events);
                for (Question question : questions()) {
                    measure(table, workspace, question);
                }
            }
        }
        return 0;
    }

    private void measure(AnalyticsTable table, String workspace, Question question) {
        Scope scope = new Scope(workspace, AnalyticsTable.NOW);
        Asked asked = read(type(table), question.body());
        Sql baseline = Sql.of(question.baseline().formatted(workspace));
        // What both answer shows that they count the same.
        AnalyticsTable.say(
                "  %s: %s",
                question.baselineName(), shortened(table.client().rows(baseline).toString()));
        AnalyticsTable.say(
                "  %s: %s",
                question.name(), shortened(asked.answer(scope).json().toString()));
        AnalyticsTable.compare(
                runs, question.baselineName(), () -> table.client().rows(baseline), question.name(), () -> asked.answer(
                                scope)
                        .json());
    }

    private static Asked read(QuestionType type, String body) {
        Faults faults = new Faults();
        JsonNode json = Json.parse(body.getBytes(StandardCharsets.UTF_8));
        ObjectReader reader = ObjectReader.of(json, "", faults).orElseThrow();
        String name = reader.text("type").orElseThrow();
        Asked asked = type.read(name, reader, new TimeRangeParser(ZoneOffset.UTC, AnalyticsTable.NOW))
                .map(known -> (Asked) known)
                .orElse(null);
        faults.throwIfAny();
        if (asked == null) {
            throw new IllegalStateException("no question and no fault");
        }
        return asked;
    }

    private static String shortened(String text) {
        return text.length() <= 160 ? text : text.substring(0, 160) + "…";
    }
}
