package io.millrace.query.backtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.request.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps how far backtests are and what came of them, for every instance to answer from. Thread-safe. */
final class BacktestStore {

    /** A cancellation wins over whatever the run still says. */
    private static final int CANCELLATION = 1 << 19;

    private static final String COLUMNS = "backtest_id, campaign, campaign_version, from_ms, to_ms, enroll_existing,"
            + " state, error, progress, result, toUnixTimestamp64Milli(started_at) AS started,"
            + " toUnixTimestamp64Milli(updated_at) AS updated";

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    BacktestStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    Optional<BacktestStatus> find(String workspace, String id) {
        SqlValues values = new SqlValues();
        return client
                .rows(
                        values.sql(
                                """
                                SELECT %s
                                FROM backtests
                                WHERE workspace = %s AND backtest_id = %s
                                ORDER BY row_version DESC
                                LIMIT 1
                                """
                                        .formatted(COLUMNS, values.text(workspace), values.text(id))),
                        bounds)
                .stream()
                .findFirst()
                .map(BacktestStatus::of);
    }

    /** The id of one that was heard of since an instant as running. */
    Optional<String> running(String workspace, Instant since) {
        SqlValues values = new SqlValues();
        return client
                .rows(
                        values.sql(
                                """
                                SELECT backtest_id
                                FROM backtests
                                WHERE workspace = %s
                                GROUP BY backtest_id
                                HAVING argMax(state, row_version) = 'running'
                                  AND argMax(updated_at, row_version) >= fromUnixTimestamp64Milli(%s)
                                LIMIT 1
                                """
                                        .formatted(values.text(workspace), values.whole(since.toEpochMilli()))),
                        bounds)
                .stream()
                .findFirst()
                .map(row -> row.path("backtest_id").asText());
    }

    /** @param step grows with every status of a run, and stays below half a million */
    void put(String workspace, BacktestStatus status, int step) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", workspace).put("backtest_id", status.id()).put("campaign", status.campaign());
        row.put("campaign_version", status.version());
        row.put("from_ms", status.from()).put("to_ms", status.to());
        row.put("enroll_existing", status.enrollExisting() ? 1 : 0);
        row.put("state", status.state().text()).put("error", status.error());
        row.put("progress", status.progress()).put("result", status.result());
        row.put("started_at", time(status.startedAt())).put("updated_at", time(status.updatedAt()));
        row.put("row_version", (status.startedAt().toEpochMilli() << 20) + step);
        client.insert(
                "backtests",
                "JSONEachRow",
                new ByteArrayInputStream((row + "\n").getBytes(StandardCharsets.UTF_8)),
                status.id() + "/" + step);
    }

    void cancel(String workspace, BacktestStatus status, Instant now) {
        put(workspace, status.cancelled(now), CANCELLATION);
    }

    private static String time(Instant at) {
        return Timestamps.format(at.toEpochMilli()).replace('T', ' ').replace("Z", "");
    }
}
