package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ReservedNames;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.time.TimeRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of messages, from the events of their lives. A message belongs to the stretch of time in which it began,
 * with all that became of it since; it counts once in each number, however often it was opened. What a person did with
 * a message proves that it was delivered; else a bounce does away with a delivery, and a delivery with a failure. So
 * sent = delivered + bounced + failed + pending. Skipped sends are no messages, test sends count nowhere. Thread-safe.
 */
public final class Messages {

    /** A message's last step counts in every step before it; the order is that of the answer. */
    private static final List<String> STATUSES = List.of(
            "sent",
            "delivered",
            "opened",
            "clicked",
            "bounced",
            "complained",
            "unsubscribed",
            "replied",
            "failed",
            "skipped");

    /** Constants of ours, and so a stretch of the table's order. */
    private static final String NAMES =
            ReservedNames.all().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    Messages(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /**
     * How many messages did what.
     *
     * @param byStatus for each status, in the order of a message's life, how many came to it
     * @param byChannel in alphabetical order; no skipped sends
     */
    record Counts(Map<String, Long> byStatus, Map<String, Long> byChannel) {

        long of(String status) {
            return byStatus.getOrDefault(status, 0L);
        }

        /** A fraction; 0 where the divisor is 0. */
        double rate(String status, String divisor) {
            return of(divisor) == 0 ? 0 : of(status) / (double) of(divisor);
        }
    }

    /** @param campaign empty for all of the workspace */
    Counts counts(String workspace, Optional<String> campaign, TimeRange range) {
        SqlValues values = new SqlValues();
        String sums = String.join(
                ", ",
                STATUSES.stream()
                        .map(status -> "countIf(is_" + status + ") AS " + status)
                        .toList());
        String text =
                """
                SELECT channel, %s
                FROM %s
                WHERE begun >= fromUnixTimestamp64Milli(%s) AND begun <= fromUnixTimestamp64Milli(%s)
                GROUP BY channel
                """
                        .formatted(
                                sums,
                                sql(workspace, campaign, values),
                                values.whole(range.fromMillis()),
                                values.whole(range.toMillis()));
        Map<String, Long> byStatus = new LinkedHashMap<>();
        STATUSES.forEach(status -> byStatus.put(status, 0L));
        Map<String, Long> byChannel = new TreeMap<>();
        for (JsonNode row : client.rows(values.sql(text), bounds)) {
            STATUSES.forEach(status -> byStatus.merge(status, row.path(status).asLong(), Long::sum));
            long sent = row.path("sent").asLong();
            if (sent > 0) {
                byChannel.merge(row.path("channel").asText(), sent, Long::sum);
            }
        }
        return new Counts(byStatus, byChannel);
    }

    /** Whether anything is known of a campaign's messages. */
    boolean any(String workspace, String campaign) {
        SqlValues values = new SqlValues();
        return !client.rows(
                        values.sql(
                                """
                                SELECT 1 AS found
                                FROM events
                                WHERE workspace = %s AND event IN (%s) AND properties['campaign_id'] = %s
                                LIMIT 1
                                """
                                        .formatted(values.text(workspace), NAMES, values.text(campaign))),
                        bounds)
                .isEmpty();
    }

    /**
     * A subquery, in parentheses, with one row per message: {@code send, campaign, channel, begun, opened_at, clicked_at}
     * and {@code is_<status>}. An event without the id of a send is a message of its own.
     *
     * @param campaign empty for all of the workspace
     */
    public static String sql(String workspace, Optional<String> campaign, SqlValues values) {
        return """
                (
                  SELECT *,
                    NOT (had_skipped AND NOT had_sent AND NOT had_failed AND NOT reached) AS is_sent,
                    by_person OR (reached AND NOT had_bounced) AS is_delivered,
                    had_bounced AND NOT by_person AS is_bounced,
                    had_failed AND NOT reached AND NOT had_bounced AS is_failed,
                    had_opened AS is_opened, had_clicked AS is_clicked, had_replied AS is_replied,
                    had_complained AS is_complained, had_unsubscribed AS is_unsubscribed,
                    NOT is_sent AS is_skipped
                  FROM
                  (
                    SELECT if(properties['send_id'] = '', message_id, properties['send_id']) AS send,
                      max(properties['campaign_id']) AS campaign,
                      upper(max(properties['channel'])) AS channel,
                      min(timestamp) AS begun,
                      minIf(timestamp, event = 'message_opened') AS opened_at,
                      minIf(timestamp, event = 'message_clicked') AS clicked_at,
                      countIf(event = 'message_sent') > 0 AS had_sent,
                      countIf(event = 'message_opened') > 0 AS had_opened,
                      countIf(event = 'message_clicked') > 0 AS had_clicked,
                      countIf(event = 'message_replied') > 0 AS had_replied,
                      countIf(event = 'message_complained') > 0 AS had_complained,
                      countIf(event = 'message_unsubscribed') > 0 AS had_unsubscribed,
                      countIf(event = 'message_bounced') > 0 AS had_bounced,
                      countIf(event = 'message_failed') > 0 AS had_failed,
                      countIf(event = 'message_skipped') > 0 AS had_skipped,
                      had_opened OR had_clicked OR had_replied OR had_complained OR had_unsubscribed AS by_person,
                      by_person OR countIf(event = 'message_delivered') > 0 AS reached
                    FROM events
                    WHERE workspace = %s AND event IN (%s) AND lower(properties['class']) != 'test'%s
                    GROUP BY send
                  )
                )"""
                .formatted(
                        values.text(workspace),
                        NAMES,
                        campaign.map(id -> " AND properties['campaign_id'] = " + values.text(id))
                                .orElse(""));
    }
}
