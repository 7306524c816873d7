package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many runs each campaign has had, and how many are over. Thread-safe. */
public final class Enrollments {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public Enrollments(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /**
     * The runs of a campaign, ever.
     *
     * @param ended of all, those that are over for whatever reason
     */
    public record Runs(long total, long ended) {

        public static final Runs NONE = new Runs(0, 0);

        public long active() {
            return total - ended;
        }
    }

    public Runs of(String workspace, String campaign) {
        return read(workspace, Optional.of(campaign)).getOrDefault(campaign, Runs.NONE);
    }

    /** By campaign; one that nobody entered is not in it. */
    public Map<String, Runs> all(String workspace) {
        return read(workspace, Optional.empty());
    }

    private Map<String, Runs> read(String workspace, Optional<String> campaign) {
        SqlValues values = new SqlValues();
        String text =
                """
                SELECT campaign, countIf(step = 'entered') AS total, countIf(step = 'exited') AS ended
                FROM enrollment_steps
                WHERE workspace = %s AND step IN ('entered', 'exited')%s
                GROUP BY campaign
                """
                        .formatted(
                                values.text(workspace),
                                campaign.map(id -> " AND campaign = " + values.text(id))
                                        .orElse(""));
        Map<String, Runs> all = new HashMap<>();
        for (JsonNode row : client.rows(values.sql(text), bounds)) {
            all.put(
                    row.path("campaign").asText(),
                    new Runs(row.path("total").asLong(), row.path("ended").asLong()));
        }
        return all;
    }
}
