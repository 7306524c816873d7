package io.millrace.bench.analytics;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stores the same events in other layouts and asks each layout the same. */
@Command(
        name = "storage",
        description =
                "Sorting keys, partitions, codecs, kinds of properties and projections of table events: size, cost of"
                        + " storing, and times of questions; then ways to find whose an event is.")
public final class StorageBench implements Callable<Integer> {

    private static final String WORKSPACE = "ws_bench";
    private static final String TABLE = "events_otherwise";

    @Option(
            names = "--events",
            defaultValue = "20m",
            converter = EventCount.class,
            description = "Events of the important layouts.")
    private long events;

    @Option(
            names = "--fewer-events",
            defaultValue = "5m",
            converter = EventCount.class,
            description = "Events of the other layouts, beside which the present one is measured again.")
    private long fewer;

    @Option(
            names = "--runs",
            defaultValue = "5",
            description = "Measured runs of each question, after one that is not.")
    private int runs;

    @Option(names = "--variants", defaultValue = "", description = "Only layouts whose name contains this.")
    private String named = "";

    @Option(names = "--seed", defaultValue = "20260315", description = "Of the generated events.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        try (EventTable table = EventTable.open()) {
            Timing.say("seed %d, median of %d runs", seed, runs);
            List<StorageVariant> important = new ArrayList<>();
            List<StorageVariant> others = new ArrayList<>();
            for (StorageVariant variant : StorageVariant.all()) {
                if (variant.name().contains(named)) {
                    (variant.important() ? important : others).add(variant);
                }
            }
            if (!others.isEmpty()) {
                others.add(0, StorageVariant.all().get(0));
            }
            measure(table, important, events);
            measure(table, others, fewer);
            if ("identities".contains(named)) {
                new IdentityWays(table, new GeneratedEvents(WORKSPACE, fewer, seed), runs).measure();
            }
        }
        return 0;
    }

    private void measure(EventTable table, List<StorageVariant> variants, long count) throws InterruptedException {
        if (variants.isEmpty()) {
            return;
        }
        GeneratedEvents generated = new GeneratedEvents(WORKSPACE, count, seed);
        Duration idle = table.cpu();
        Duration made = table.make(generated);
        Duration making = table.cpu().minus(idle);
        Timing.say(
                "%,d events; making them takes %.1f s and %.1f µs of CPU per event, which is taken off below",
                count, made.toMillis() / 1e3, making.toNanos() / 1e3 / count);
        Timing.say("| layout | GB | stored in | CPU to store and merge | parts | %s |", header());
        Timing.say(
                "|---|---|---|---|---|%s",
                "---|".repeat(StorageQuestions.over(TABLE, "").size()));
        for (StorageVariant variant : variants) {
            measure(table, variant, generated, made, making);
        }
        Timing.say("%s%n", Timing.load());
    }

    private void measure(
            EventTable table, StorageVariant variant, GeneratedEvents generated, Duration made, Duration making)
            throws InterruptedException {
        ClickHouseClient client = table.client();
        client.execute(Sql.of(variant.definition(TABLE, table.definition("events"))));
        Duration idle = table.cpu();
        Duration stored = table.fill(TABLE, generated).minus(made);
        table.awaitMerges();
        Duration cpu = table.cpu().minus(idle).minus(making);
        EventTable.Footprint footprint = table.footprint(TABLE);
        List<String> times = new ArrayList<>();
        StorageQuestions.over(TABLE, variant.category()).forEach((name, question) -> {
            Sql sql = new Sql(question + " FORMAT Null", Map.of("workspace", WORKSPACE));
            client.execute(sql);
            times.add("%,.0f".formatted(Timing.inTurn(runs, () -> client.execute(sql))[0].medianMillis()));
        });
        Timing.say(
                "| %s | %.2f | %.1f s | %.1f µs | %d | %s |",
                variant.name(),
                footprint.gigabytes(),
                stored.toMillis() / 1e3,
                cpu.toNanos() / 1e3 / generated.count(),
                footprint.parts(),
                String.join(" | ", times));
        client.execute(Sql.of("DROP TABLE " + TABLE + " SYNC"));
    }

    private static String header() {
        return String.join(
                " | ",
                StorageQuestions.over(TABLE, "").keySet().stream()
                        .map(name -> name + ", ms")
                        .toList());
    }
}
