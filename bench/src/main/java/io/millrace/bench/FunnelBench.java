package io.millrace.bench;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.query.filter.Selector;
import io.millrace.query.funnel.FunnelAnswer;
import io.millrace.query.funnel.FunnelQuery;
import io.millrace.query.funnel.FunnelStep;
import io.millrace.query.funnel.FunnelStore;
import io.millrace.query.time.TimeRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times an exact funnel and, over the same rows in the same run, ClickHouse's own windowFunnel. */
@Command(name = "funnel", description = "A three-step 14-day funnel of contacts, beside a plain windowFunnel.")
final class FunnelBench implements Callable<Integer> {

    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");
    private static final int DAYS = 90;
    private static final long EVENTS_PER_CONTACT = 40;
    private static final long EVENTS_PER_INSERT = 1_000_000;
    private static final List<String> STEPS = List.of("view", "cart", "order");

    /** 80 bits that depend on a number, as a contact's id does on its name. */
    private static final String CONTACT =
            "bitShiftRight(reinterpretAsUInt128(sipHash128(concat('u', toString(%s)))), 48)";

    @Option(
            names = "--events",
            split = ",",
            defaultValue = "2000000,5000000,20000000",
            description = "Events, 40 a contact; six of ten match a step. Several numbers are measured in turn.")
    private List<Long> sizes = List.of();

    @Option(names = "--runs", defaultValue = "5", description = "Measured runs of each statement.")
    private int runs;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("millrace-bench-clickhouse-");
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), folder));
                ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            new MigrationRunner(client).migrate();
            for (long events : sizes) {
                String workspace = "ws_bench_" + events;
                generate(client, workspace, events);
                measure(client, workspace, events);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void measure(ClickHouseClient client, String workspace, long events) {
        FunnelStore store = new FunnelStore(client, Map.of());
        FunnelQuery query = FunnelQuery.ordered(
                STEPS.stream().map(Selector::named).map(FunnelStep::of).toList(),
                TimeRange.lastDays(DAYS, ZoneOffset.UTC, NOW));
        Sql windowFunnel = windowFunnel(workspace);
        FunnelAnswer answer = store.answer(query, workspace, NOW);
        say(
                "%,d events: funnel %s, windowFunnel %s",
                events, answer.steps().stream().map(FunnelAnswer.Step::count).toList(), client.rows(windowFunnel));
        // In turn, so that what else the machine does meets both alike.
        long[] plain = new long[runs];
        long[] exact = new long[runs];
        for (int i = 0; i < runs; i++) {
            plain[i] = nanos(() -> client.rows(windowFunnel));
            exact[i] = nanos(() -> store.answer(query, workspace, NOW));
        }
        report("windowFunnel", plain);
        report("funnel", exact);
        say(
                "%,d events: %.2f times windowFunnel; load average %.1f on %d processors",
                events,
                (double) exact[runs / 2] / plain[runs / 2],
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    private static Sql windowFunnel(String workspace) {
        return Sql.of(
                """
                SELECT countIf(level >= 1) AS step_1, countIf(level >= 2) AS step_2, countIf(level >= 3) AS step_3
                FROM
                (
                  SELECT windowFunnel(%d)(toUInt64(toUnixTimestamp64Milli(timestamp)), event = '%s', event = '%s', event = '%s') AS level
                  FROM events
                  WHERE workspace = '%s' AND event IN ('%s')
                    AND timestamp >= toDateTime64('2025-12-16 00:00:00', 3, 'UTC') AND timestamp < toDateTime64('2026-03-16 00:00:00', 3, 'UTC')
                  GROUP BY person
                )
                """
                        .formatted(
                                FunnelQuery.WINDOW_DEFAULT.toMillis(),
                                STEPS.get(0),
                                STEPS.get(1),
                                STEPS.get(2),
                                workspace,
                                String.join("', '", STEPS)));
    }

    private static long nanos(Runnable statement) {
        long start = System.nanoTime();
        statement.run();
        return System.nanoTime() - start;
    }

    private static void report(String what, long[] nanos) {
        Arrays.sort(nanos);
        say(
                "  %s: median %.0f ms, shortest %.0f ms, longest %.0f ms",
                what, nanos[nanos.length / 2] / 1e6, nanos[0] / 1e6, nanos[nanos.length - 1] / 1e6);
    }

    private static void generate(ClickHouseClient client, String workspace, long events) {
        for (long from = 0; from < events; from += EVENTS_PER_INSERT) {
            client.execute(Sql.of(
                    """
                    INSERT INTO events (workspace, event, type, timestamp, person, user_id, message_id, received_at,
                      partition, offset, properties, text)
                    SELECT '%s',
                      ['view', 'view', 'view', 'cart', 'cart', 'order', 'login', 'search', 'share', 'open'][rand(1) %% 10 + 1],
                      'track', toDateTime64('2026-03-15 12:00:00', 3, 'UTC') - rand64(2) %% (%d * 86400000) / 1000 AS at,
                      %s, concat('u', toString(rand64(3) %% %d AS who)), toString(number),
                      at, rand(4) %% 12, number, map('amount', toString(rand(5) %% 100)),
                      concat('{"messageId":"', toString(number), '"}')
                    FROM numbers(%d, %d)
                    """
                            .formatted(
                                    workspace,
                                    DAYS,
                                    CONTACT.formatted("who"),
                                    Math.max(1, events / EVENTS_PER_CONTACT),
                                    from,
                                    Math.min(EVENTS_PER_INSERT, events - from))));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
