package io.millrace.bench.analytics;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the query service over HTTP what a data team asks, beside the service's own SQL and beside plain SQL. */
@Command(
        name = "analytics",
        description =
                "Funnel, retention, uniques by a property and attribution over generated events, over HTTP; beside"
                        + " the same statements without the service, and beside plain SQL.")
public final class AnalyticsBench implements Callable<Integer> {

    @Option(
            names = "--events",
            split = ",",
            defaultValue = "2m,5m,20m",
            converter = EventCount.class,
            description = "Events, 40 a contact. Several numbers are measured in turn.")
    private List<Long> sizes = List.of();

    @Option(
            names = "--runs",
            defaultValue = "5",
            description = "Measured runs of each question, after one that is not.")
    private int runs;

    @Option(names = "--questions", defaultValue = "", description = "Only questions whose name contains this.")
    private String named = "";

    @Option(names = "--seed", defaultValue = "20260315", description = "Of the generated events.")
    private long seed;

    @Option(names = "--show", description = "Print the beginning of each answer.")
    private boolean show;

    @Override
    public Integer call() throws Exception {
        try (EventTable table = EventTable.open();
                QueryApi api = QueryApi.over(table)) {
            Timing.say("seed %d, median of %d runs", seed, runs);
            for (long events : sizes) {
                GeneratedEvents generated = new GeneratedEvents("ws_bench_" + events, events, seed);
                fill(table, generated);
                api.open(generated.workspace());
                Timing.say("| question | over HTTP | its SQL alone | adds | plain SQL | | HTTP / plain |");
                Timing.say("|---|---|---|---|---|---|---|");
                for (Question question : Questions.all()) {
                    if (question.name().contains(named)) {
                        measure(table.client(), api, generated.workspace(), question);
                    }
                }
                Timing.say("%s%n", Timing.load());
            }
        }
        return 0;
    }

    private static void fill(EventTable table, GeneratedEvents events) throws InterruptedException {
        Duration stored = table.fill("events", events);
        Duration merged = table.awaitMerges();
        EventTable.Footprint all = table.footprint("events");
        Timing.say(
                "%,d events of %,d contacts stored in %d s and merged %d s later; table: %,d rows, %.2f GB, %d parts",
                events.count(),
                events.contacts(),
                stored.toSeconds(),
                merged.toSeconds(),
                all.rows(),
                all.gigabytes(),
                all.parts());
    }

    private void measure(ClickHouseClient client, QueryApi api, String workspace, Question question) {
        Sql baseline = new Sql(question.baseline(), Map.of("workspace", workspace));
        String plain = client.rows(baseline).toString();
        String answer = api.ask(workspace, question.body());
        List<SqlRecorder.Statement> statements = api.statements(workspace, question.body());
        long bytes = api.replay(statements);
        Timing[] timings = Timing.inTurn(
                runs,
                () -> client.rows(baseline),
                () -> api.ask(workspace, question.body()),
                () -> api.replay(statements));
        double http = timings[1].medianMillis();
        double own = timings[2].medianMillis();
        Timing.say(
                "| %s | **%,.0f ms** | %,.0f ms | %.1f ms | %,.0f ms | %s | %.2f |",
                question.name(),
                http,
                own,
                http - own,
                timings[0].medianMillis(),
                question.baselineName(),
                http / timings[0].medianMillis());
        if (show) {
            Timing.say(
                    "%d statements, %,d bytes; %s%n%s", statements.size(), bytes, shortened(answer), shortened(plain));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
