package io.millrace.bench;

import io.millrace.bench.analytics.AnalyticsBench;
import io.millrace.bench.analytics.BacktestBench;
import io.millrace.bench.analytics.StorageBench;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}: measures this machine and prints what {@code docs/benchmarks.md} quotes. */
@Command(
        name = "bench/run",
        description = "Measures Millrace on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            HttpRate.class,
            Bench.Ready.class,
            Bench.Import.class,
            RestCost.class,
            EstimateBench.class,
            AnalyticsBench.class,
            BacktestBench.class,
            StorageBench.class,
            TransitionLatency.class,
            BackfillTime.class,
            AudienceRate.class,
            SendLatency.class,
            DeliveryRate.class,
            BroadcastTime.class
        })
public final class Bench {

    static final Duration STORED = Duration.ofMinutes(10);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    /** Time to ready on an empty folder, and resident memory at rest. */
    @Command(name = "ready", description = "Time to ready on an empty data folder, memory at rest.")
    static final class Ready implements Callable<Integer> {
        @Option(names = "--rest-seconds", defaultValue = "60", description = "How long to rest before looking.")
        private int restSeconds;

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (Instance instance = Instance.start(Map.of())) {
                say("ready after %.1f s", seconds(instance.timeToReady()));
                TimeUnit.SECONDS.sleep(restSeconds);
                print("at rest", Usage.of(instance.processes()));
            }
            return 0;
        }
    }

    /** Events by the import command, end to end into ClickHouse. */
    @Command(
            name = "import",
            description = "Rows of a generated CSV file by ./millrace import, until all can be queried.")
    static final class Import implements Callable<Integer> {
        @Option(names = "--rows", defaultValue = "1000000", description = "Rows of the file.")
        private long rows;

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (Instance instance = Instance.start(Map.of());
                    PurchaseFile file = PurchaseFile.write(rows)) {
                long start = System.nanoTime();
                Process imported = file.importInto(instance);
                int exit = imported.waitFor();
                if (exit != 0) {
                    throw new IOException("./millrace import ended with " + exit);
                }
                instance.awaitStored(rows, STORED);
                Duration stored = Duration.ofNanos(System.nanoTime() - start);
                say(
                        "%,d rows, %,d bytes: %,.0f events/s from file to query, start of the command included",
                        rows, file.bytes(), rows / seconds(stored));
                say(
                        "load average: %.1f on %d processors",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.getRuntime().availableProcessors());
                print("after the import", Usage.of(instance.processes()));
                list(instance, "first page", "");
                list(instance, "page of 100", "?limit=100");
                list(instance, "one event", "?event=purchase");
                list(instance, "one contact", "?contact_id=c000042");
                list(instance, "one month", "?from=2024-03-01&to=2024-03-31");
            }
            return 0;
        }
    }

    private static void list(Instance instance, String what, String query) throws IOException, InterruptedException {
        say("event list, %s: %.0f ms", what, seconds(instance.timeToAnswer("/v1/analytics/events" + query)) * 1e3);
    }

    static void print(String when, List<Usage.Sample> samples) {
        long total = 0;
        for (Usage.Sample sample : samples) {
            say("resident %s, %s: %s", when, sample.name(), sample.megabytes());
            total += sample.residentBytes();
        }
        say("resident %s, all: %,d MB", when, total / 1_000_000);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
