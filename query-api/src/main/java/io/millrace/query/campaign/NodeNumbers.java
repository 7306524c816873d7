package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many are where in a campaign, as of now, from the sums of its steps. Thread-safe. */
final class NodeNumbers {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    NodeNumbers(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /**
     * What happened at a node, over all versions of the campaign. Each number counts visits, so that a run that comes round
     * counts again: entered = waiting + done + exited.
     *
     * @param done went on from it, or ended at it by themselves
     * @param exited ended at it for another reason
     * @param sent messages and calls that left from it
     * @param skipped messages that were not sent, by reason
     * @param failed messages that could not be delivered
     */
    record Numbers(
            long entered, long waiting, long done, long exited, long sent, Map<String, Long> skipped, long failed) {

        static final Numbers NONE = new Numbers(0, 0, 0, 0, 0, Map.of(), 0);

        Numbers {
            skipped = new TreeMap<>(skipped);
        }
    }

    /** By node; one to which nobody came is not in it. */
    Map<String, Numbers> of(String workspace, String campaign) {
        Map<String, Long> failed = new HashMap<>();
        Map<String, Map<String, Long>> skipped = new HashMap<>();
        for (JsonNode row : undelivered(workspace, campaign)) {
            String node = row.path("node").asText();
            long messages = row.path("messages").asLong();
            if (row.path("is_failed").asInt() == 1) {
                failed.merge(node, messages, Long::sum);
            } else {
                skipped.computeIfAbsent(node, unused -> new TreeMap<>())
                        .merge(row.path("reason").asText(), messages, Long::sum);
            }
        }
        Map<String, Numbers> all = new HashMap<>();
        for (JsonNode row : steps(workspace, campaign)) {
            String node = row.path("at_node").asText();
            long entered = row.path("came").asLong();
            long exited = row.path("ended_early").asLong();
            long done = row.path("went").asLong() + row.path("ended").asLong() - exited;
            all.put(
                    node,
                    new Numbers(
                            entered,
                            Math.max(0, entered - done - exited),
                            done,
                            exited,
                            row.path("gone").asLong(),
                            skipped.getOrDefault(node, Map.of()),
                            failed.getOrDefault(node, 0L)));
        }
        return all;
    }

    /** Each step counts for the node that it is at, and one that comes from elsewhere for that node too. */
    private Iterable<JsonNode> steps(String workspace, String campaign) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql(
                        """
                        SELECT toString(place.1) AS at_node,
                          sumIf(steps, place.2 = 1 AND what = 'reached') AS came, sumIf(steps, place.2 = 0) AS went,
                          sumIf(steps, place.2 = 1 AND what = 'exited') AS ended,
                          sumIf(steps, place.2 = 1 AND what = 'exited' AND why != 'completed') AS ended_early,
                          sumIf(steps, place.2 = 1 AND what IN ('sent', 'called')) AS gone
                        FROM
                        (
                          SELECT step AS what, node, from_node, reason AS why, count() AS steps
                          FROM enrollment_steps
                          WHERE workspace = %s AND campaign = %s AND step IN ('reached', 'exited', 'sent', 'called')
                          GROUP BY what, node, from_node, why
                        )
                        ARRAY JOIN [(node, 1), (from_node, 0)] AS place
                        WHERE place.1 != ''
                        GROUP BY at_node
                        """
                                .formatted(values.text(workspace), values.text(campaign))),
                bounds);
    }

    /** A message that could not be delivered counts once, however often that was said. */
    private Iterable<JsonNode> undelivered(String workspace, String campaign) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql(
                        """
                        SELECT properties['node_id'] AS node, event = 'message_failed' AS is_failed,
                          if(is_failed, '', properties['reason']) AS reason, uniqExact(properties['send_id']) AS messages
                        FROM events
                        WHERE workspace = %s AND event IN ('message_failed', 'message_skipped')
                          AND properties['campaign_id'] = %s AND lower(properties['class']) != 'test'
                        GROUP BY node, is_failed, reason
                        """
                                .formatted(values.text(workspace), values.text(campaign))),
                bounds);
    }
}
