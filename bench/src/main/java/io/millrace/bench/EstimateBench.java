package io.millrace.bench;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.definition.Workspace;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.settings.Env;
import io.millrace.query.audience.AsOf;
import io.millrace.query.audience.AudienceStore;
import io.millrace.query.audience.Estimate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times the estimate of a rule over a ClickHouse of its own with generated contacts and events. */
@Command(name = "estimate", description = "The estimate of traits.plan = trial AND 10 logins in 30 days.")
final class EstimateBench implements Callable<Integer> {

    private static final String WORKSPACE = "ws_bench";
    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");
    private static final long EVENTS_PER_INSERT = 1_000_000;

    /** 80 bits that depend on a number, as a contact's id does on its name. */
    private static final String CONTACT =
            "bitShiftRight(reinterpretAsUInt128(sipHash128(concat('u', toString(%s)))), 48)";

    @Option(names = "--contacts", defaultValue = "1000000", description = "Contacts; every fourth is on trial.")
    private long contacts;

    @Option(names = "--events", defaultValue = "10000000", description = "Events of 90 days; four of ten are logins.")
    private long events;

    @Option(names = "--linked", defaultValue = "0", description = "Persons that are linked to another contact.")
    private long linked;

    @Option(names = "--runs", defaultValue = "15", description = "Measured runs of each statement.")
    private int runs;

    @Override
    public Integer call() throws IOException {
        java.nio.file.Path folder = Files.createTempDirectory("millrace-bench-clickhouse-");
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), folder));
                ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            new MigrationRunner(client).migrate();
            generate(client);
            measure(client);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void measure(ClickHouseClient client) {
        AudienceStore store = new AudienceStore(client, Map.of());
        Workspace workspace = new Workspace(WORKSPACE, "bench", "bench", ZoneOffset.UTC, NOW);
        Rule plan = new Rule.Trait(Path.of("plan"), new ValueTest.Compare(Comparison.EQ, TextNode.valueOf("trial")));
        Rule logins = new Rule.Events(
                EventPattern.named("login"),
                new TimeScope.Sliding(Duration.ofDays(30).toMillis()),
                new EventTest.Count(Comparison.GTE, 10));
        Rule both = new Rule.And(List.of(plan, logins));
        AsOf now = AsOf.at(NOW.toEpochMilli());
        Estimate estimate = store.estimate(
                store.scope(workspace, Set.of(), id -> Optional.empty(), OptionalLong.empty()), both, now);
        say("%,d of %,d contacts, %,d events", estimate.members(), estimate.total(), events);
        time(
                "baseline: counting the contacts",
                () -> client.rows(
                        Sql.of("SELECT uniqExact(contact) FROM contacts WHERE workspace = '" + WORKSPACE + "'")));
        time(
                "baseline: counting who logged in",
                () -> client.rows(Sql.of("SELECT uniqExact(person) FROM events WHERE workspace = '" + WORKSPACE
                        + "' AND event = 'login'")));
        for (Map.Entry<String, Rule> rule : Map.of(
                        "estimate of the trait", plan, "estimate of the logins", logins, "estimate of both", both)
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            time(
                    rule.getKey(),
                    () -> store.estimate(
                            store.scope(workspace, Set.of(), id -> Optional.empty(), OptionalLong.empty()),
                            rule.getValue(),
                            now));
        }
        say(
                "load average: %.1f on %d processors",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    private void time(String what, Runnable statement) {
        statement.run();
        long[] nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            statement.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        say("%s: median %.0f ms, longest %.0f ms", what, nanos[runs / 2] / 1e6, nanos[runs - 1] / 1e6);
    }

    private void generate(ClickHouseClient client) {
        client.execute(Sql.of(
                """
                INSERT INTO contacts (workspace, contact, external_id, email, created_at, updated_at, version)
                SELECT '%s', %s, concat('u', toString(number)), if(number %% 10 < 8, 'someone@example.com', ''),
                  toDateTime64('2025-01-01 00:00:00', 3, 'UTC'), toDateTime64('2025-01-01 00:00:00', 3, 'UTC'), number
                FROM numbers(%d)
                """
                        .formatted(WORKSPACE, CONTACT.formatted("number"), contacts)));
        client.execute(Sql.of(
                """
                INSERT INTO profile_writes
                SELECT '%s', 'trait', key, %s,
                  if(key = 'plan', ['"trial"', '"free"', '"growth"', '"scale"'][number %% 4 + 1], '"someone@example.com"'),
                  toDateTime64('2025-01-01 00:00:00', 3, 'UTC') + number %% 1000,
                  toDateTime64('2025-01-01 00:00:00', 3, 'UTC') + number %% 1000, number
                FROM numbers(%d) ARRAY JOIN ['plan', 'email'] AS key
                """
                        .formatted(WORKSPACE, CONTACT.formatted("number"), contacts)));
        for (long from = 0; from < events; from += EVENTS_PER_INSERT) {
            client.execute(Sql.of(
                    """
                    INSERT INTO events (workspace, event, type, timestamp, person, user_id, message_id, received_at,
                      partition, offset, properties, text)
                    SELECT '%s',
                      ['login', 'login', 'login', 'login', 'view', 'view', 'order', 'search', 'share', 'open'][rand(1) %% 10 + 1],
                      'track', toDateTime64('2026-03-15 12:00:00', 3, 'UTC') - rand64(2) %% (90 * 86400000) / 1000 AS at,
                      %s, concat('u', toString(toUInt64(pow(rand(3) / 4294967296, 3) * %d) AS who)), toString(number),
                      at, rand(4) %% 12, number, map('amount', toString(rand(5) %% 100)),
                      concat('{"messageId":"', toString(number), '"}')
                    FROM numbers(%d, %d)
                    """
                            .formatted(
                                    WORKSPACE,
                                    CONTACT.formatted("who"),
                                    contacts,
                                    from,
                                    Math.min(EVENTS_PER_INSERT, events - from))));
        }
        client.execute(Sql.of(
                """
                INSERT INTO identities (workspace, person, from_ms, contact, version)
                SELECT '%s', %s, 0, %s, 1 FROM numbers(%d)
                """
                        .formatted(
                                WORKSPACE,
                                CONTACT.formatted("number * 2 + 1"),
                                CONTACT.formatted("number * 2"),
                                linked)));
    }

    private static void delete(java.nio.file.Path folder) throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(folder)) {
            for (java.nio.file.Path file :
                    files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
