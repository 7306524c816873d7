package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.Merges;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a contact's runs of one campaign did, the newest run first. Thread-safe. */
final class RunHistory {

    /** Of a contact that entered more often, the older runs are not shown. */
    static final int RUNS_MAX = 20;

    /** A run that goes round for years is not shown step by step. */
    private static final int STEPS_MAX = 200;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    RunHistory(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** @param contacts the contact and all that were merged into it */
    List<RunRow> of(String workspace, String campaign, Collection<BigInteger> contacts) {
        SqlValues values = new SqlValues();
        String own = "workspace = " + values.text(workspace) + " AND campaign = " + values.text(campaign);
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT run, campaign_version, step, node, from_node, visit, reason,
                          toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(until) AS until_ms
                        FROM enrollment_steps
                        WHERE %s AND run IN
                        (
                          SELECT run
                          FROM enrollment_steps
                          WHERE %s AND contact IN (%s)
                          GROUP BY run
                          ORDER BY max(version) DESC, run
                          LIMIT %s
                        )
                        ORDER BY enrollment_steps.version DESC
                        LIMIT %s BY run, step = 'entered'
                        """
                                .formatted(
                                        own,
                                        own,
                                        Merges.numbers(contacts, values),
                                        values.whole(RUNS_MAX),
                                        values.whole(STEPS_MAX))),
                bounds);
        Map<String, List<JsonNode>> byRun = new LinkedHashMap<>();
        for (JsonNode row : rows) {
            byRun.computeIfAbsent(row.path("run").asText(), unused -> new ArrayList<>())
                    .add(0, row);
        }
        List<RunRow> runs = new ArrayList<>();
        byRun.forEach((id, steps) -> runs.add(run(id, steps)));
        return runs;
    }

    private static RunRow run(String id, List<JsonNode> rows) {
        List<RunRow.Step> steps = rows.stream().map(RunHistory::step).toList();
        RunRow.Step first = steps.stream()
                .filter(step -> step.step().equals("entered"))
                .findFirst()
                .orElse(steps.get(0));
        return new RunRow(
                id,
                rows.get(0).path("campaign_version").asLong(),
                first.node(),
                first.at(),
                first.reason().equals("hold_out"),
                steps);
    }

    private static RunRow.Step step(JsonNode row) {
        return new RunRow.Step(
                row.path("step").asText(),
                row.path("node").asText(),
                row.path("from_node").asText(),
                row.path("visit").asInt(),
                row.path("reason").asText(),
                row.path("at_ms").asLong(),
                row.path("until_ms").asLong());
    }
}
