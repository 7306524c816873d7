package io.millrace.bench.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries campaigns over generated history, by HTTP: how long that takes, and how much heap. */
@Command(
        name = "backtest",
        description = "Campaigns over 90 days of generated events, over HTTP, with the heap that it takes at most."
                + " For a bound on the heap: JAVA_TOOL_OPTIONS=-Xmx512m.")
public final class BacktestBench implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MEGABYTE = 1_000_000;

    @Option(
            names = "--events",
            split = ",",
            defaultValue = "10m",
            converter = EventCount.class,
            description = "Events, 40 a contact. Several numbers are measured in turn.")
    private List<Long> sizes = List.of();

    @Option(names = "--seed", defaultValue = "20260315", description = "Of the generated events.")
    private long seed;

    /** A campaign on carts, and what holds for all of it. */
    private record Tried(String name, String settings) {}

    private static final List<Tried> CAMPAIGNS = List.of(
            new Tried(
                    "caps and quiet hours",
                    "{\"re_entry\":{\"cooldown\":\"1d\"},\"frequency_cap\":{\"max\":2,\"window\":\"7d\"},"
                            + "\"quiet_hours\":{\"start\":\"22:00\",\"end\":\"08:00\",\"mode\":\"hold\"}}"),
            new Tried(
                    "the same with a daily limit of 2,000, so that contacts wait for each other",
                    "{\"re_entry\":{\"cooldown\":\"1d\"},\"frequency_cap\":{\"max\":2,\"window\":\"7d\"},"
                            + "\"quiet_hours\":{\"start\":\"22:00\",\"end\":\"08:00\",\"mode\":\"hold\"},"
                            + "\"daily_limit\":2000}"));

    @Override
    public Integer call() throws Exception {
        try (EventTable table = EventTable.open();
                QueryApi api = QueryApi.over(table)) {
            for (long count : sizes) {
                GeneratedEvents events = new GeneratedEvents("ws_bench_" + count, count, seed);
                table.fill("events", events);
                table.awaitMerges();
                api.open(events.workspace());
                for (Tried tried : CAMPAIGNS) {
                    measure(api, events, tried);
                }
            }
        }
        return 0;
    }

    private static void measure(QueryApi api, GeneratedEvents events, Tried tried) throws Exception {
        String workspace = events.workspace();
        String campaign = JSON.readTree(api.post(workspace, "/v1/campaigns", campaign(tried)))
                .path("id")
                .asText();
        System.gc();
        long start = System.nanoTime();
        String id = JSON.readTree(api.post(
                        workspace,
                        "/v1/campaigns/" + campaign + "/backtest",
                        "{\"from\":\"2025-12-16\",\"to\":\"2026-03-14\"}"))
                .path("id")
                .asText();
        long heap = 0;
        JsonNode backtest;
        do {
            TimeUnit.MILLISECONDS.sleep(50);
            heap = Math.max(
                    heap,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            backtest = JSON.readTree(api.get(workspace, "/v1/campaigns/" + campaign + "/backtests/" + id));
        } while (backtest.path("status").asText().equals("running"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (!backtest.path("status").asText().equals("completed")) {
            throw new IllegalStateException(backtest.toString());
        }
        JsonNode totals = backtest.path("totals");
        Timing.say(
                "%s: %,d events of %,d contacts in %.1f s; %,d entries, %,d sent, %,d cap hits, %,d held by quiet hours,"
                        + " %,d waited for the limit; heap at most %,d MB of %,d MB; %s",
                tried.name(),
                events.count(),
                backtest.path("contacts").asLong(),
                took.toMillis() / 1e3,
                totals.path("entries").asLong(),
                totals.path("sent").asLong(),
                totals.path("cap_hits").asLong(),
                totals.path("quiet_hours_held").asLong(),
                totals.path("limit_waits").asLong(),
                heap / MEGABYTE,
                Runtime.getRuntime().maxMemory() / MEGABYTE,
                Timing.load());
    }

    /** To who puts something into the cart and has not ordered an hour later. */
    private static String campaign(Tried tried) {
        return "{\"name\":\"Cart\",\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"event\",\"event\":\"cart\","
                + "\"where\":[{\"field\":\"properties.amount\",\"op\":\"gte\",\"value\":50}]},"
                + "{\"id\":\"w\",\"type\":\"wait\",\"event\":\"order\",\"timeout\":\"1h\"},"
                + "{\"id\":\"m\",\"type\":\"send\",\"channel\":\"push\",\"subject\":\"Hi\",\"content\":\"Hi\"}],"
                + "\"edges\":[{\"from\":\"t\",\"to\":\"w\"},{\"from\":\"w\",\"to\":\"m\",\"when\":\"timeout\"}],"
                + "\"settings\":" + tried.settings() + "}";
    }
}
