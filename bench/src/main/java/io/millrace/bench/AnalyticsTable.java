package io.millrace.bench;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A ClickHouse of its own with generated events of 90 days, 40 a contact: ten names of which {@code view} is three tenths
 * and {@code order} one; every fifth event says where the visitor came from. Closed, it leaves nothing behind.
 */
final class AnalyticsTable implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    private static final int DAYS = 90;
    private static final long EVENTS_PER_CONTACT = 40;
    private static final long EVENTS_PER_INSERT = 1_000_000;

    private final Path folder;
    private final EmbeddedClickHouse server;
    private final ClickHouseClient client;

    private AnalyticsTable(Path folder, EmbeddedClickHouse server) {
        this.folder = folder;
        this.server = server;
        this.client = new ClickHouseClient(server.endpoint());
    }

    static AnalyticsTable open() throws IOException {
        Path folder = Files.createTempDirectory("millrace-bench-clickhouse-");
        AnalyticsTable table = new AnalyticsTable(
                folder, EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), folder)));
        new MigrationRunner(table.client).migrate();
        return table;
    }

    ClickHouseClient client() {
        return client;
    }

    /** @return the workspace that they are in, a new one */
    String generate(long events) {
        String workspace = "ws_bench_" + events;
        for (long from = 0; from < events; from += EVENTS_PER_INSERT) {
            client.execute(Sql.of(
                    """
                    INSERT INTO events (workspace, event, type, timestamp, person, user_id, message_id, received_at,
                      partition, offset, properties, context, text)
                    SELECT '%s',
                      ['view', 'view', 'view', 'cart', 'cart', 'order', 'login', 'search', 'share', 'open'][rand(1) %% 10 + 1],
                      'track', toDateTime64('2026-03-15 12:00:00', 3, 'UTC') - rand64(2) %% (%d * 86400000) / 1000 AS at,
                      bitShiftRight(reinterpretAsUInt128(sipHash128(concat('u', toString(rand64(3) %% %d AS who)))), 48),
                      concat('u', toString(who)), toString(number), at, rand(4) %% 12, number,
                      map('amount', toString(rand(5) %% 100), 'plan', ['free', 'growth', 'scale'][rand(6) %% 3 + 1]),
                      mapConcat(
                        map('page.url', 'https://shop.example/products/42', 'locale', 'de-DE', 'library.name', 'analytics.js'),
                        if(rand(7) %% 5 = 0,
                          map('campaign.source', concat('source-', toString(rand(8) %% 20)), 'campaign.medium', 'cpc'),
                          map())),
                      concat('{"messageId":"', toString(number), '"}')
                    FROM numbers(%d, %d)
                    """
                            .formatted(
                                    workspace,
                                    DAYS,
                                    Math.max(1, events / EVENTS_PER_CONTACT),
                                    from,
                                    Math.min(EVENTS_PER_INSERT, events - from))));
        }
        return workspace;
    }

    /** Runs both in turn, so that what else the machine does meets them alike, and prints the medians. */
    static void compare(int runs, String baselineName, Runnable baseline, String name, Runnable measured) {
        long[] plain = new long[runs];
        long[] exact = new long[runs];
        for (int i = 0; i < runs; i++) {
            plain[i] = nanos(baseline);
            exact[i] = nanos(measured);
        }
        report(baselineName, plain);
        report(name, exact);
        say(
                "  %.2f times the baseline; load average %.1f on %d processors",
                (double) exact[runs / 2] / plain[runs / 2],
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
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

    @SuppressWarnings("AnnotateFormatMethod")
    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
