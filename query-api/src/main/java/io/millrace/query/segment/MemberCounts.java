package io.millrace.query.segment;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many contacts the job has in each segment, as far as it has stored. Thread-safe. */
final class MemberCounts {

    private final ClickHouseClient client;
    private final Map<String, String> settings;

    MemberCounts(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.settings = bounds;
    }

    long of(String workspace, String segment) {
        return of(workspace, List.of(segment)).getOrDefault(segment, 0L);
    }

    /** By segment; none for a segment without members. */
    Map<String, Long> of(String workspace, List<String> segments) {
        if (segments.isEmpty()) {
            return Map.of();
        }
        SqlValues values = new SqlValues();
        String text =
                """
                SELECT segment, count() AS n
                FROM segment_members FINAL
                WHERE workspace = %s AND has(%s, segment) AND is_member = 1
                GROUP BY segment
                """
                        .formatted(values.text(workspace), values.texts(segments));
        Map<String, Long> counts = new HashMap<>();
        client.rows(values.sql(text), settings)
                .forEach(row ->
                        counts.put(row.path("segment").asText(), row.path("n").asLong()));
        return counts;
    }
}
