package io.millrace.query.segment;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Up to which definition the job has judged all contacts, and stored what came of it. Thread-safe. */
final class RulesJudged {

    private static final Sql VERSION = Sql.of(
            """
            SELECT max(least) AS version
            FROM (
              SELECT tasks, min(version) AS least
              FROM (
                SELECT tasks, task, max(version) AS version
                FROM rules_judged
                GROUP BY tasks, task)
              GROUP BY tasks
              HAVING count() = tasks)
            """);

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** It only grows, so what is known to be judged is not asked for again. */
    private final AtomicLong known = new AtomicLong(-1);

    /** @param bounds the settings that bound each statement in time and memory */
    RulesJudged(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** Whether all contacts are judged under this definition, and their rows can be read. */
    boolean through(long version) {
        if (version <= known.get()) {
            return true;
        }
        long judged = client.rows(VERSION, bounds).stream()
                .mapToLong(row -> row.path("version").asLong())
                .findFirst()
                .orElse(-1);
        return version <= known.accumulateAndGet(judged, Math::max);
    }
}
