package io.millrace.query.message;

import io.millrace.core.event.ReservedNames;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.ContactRows;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.Merges;
import java.math.BigInteger;
import java.util.Set;
import java.util.stream.Collectors;

/** Statements over messages: what campaigns granted or skipped, and what events say came of it. Pure. */
final class MessageSql {

    /** Constants of ours, and so a stretch of the table's order. */
    private static final String NAMES =
            ReservedNames.all().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));

    private MessageSql() {}

    /**
     * What is asked for.
     *
     * @param now the contact that is asked for, if one is
     * @param ever that contact and all that were merged into it
     */
    record Asked(
            String workspace, MessageFilter filter, Identities identities, Set<BigInteger> now, Set<BigInteger> ever) {}

    /** A subquery, in parentheses, with one row a message; instants are epoch milliseconds, 0 if there is none. */
    static String messages(Asked asked, SqlValues values) {
        return """
                (
                  SELECT send AS id, toString(argMax(whose, (is_event, known))) AS contact, min(at) AS begun,
                    max(its_campaign) AS campaign_id, max(its_node) AS node_id, max(its_run) AS run_id,
                    max(its_channel) AS channel, max(its_template) AS template_id, max(its_class) AS class,
                    argMax(why, (why != '', known)) AS reason, maxIf(kind, what = 'message_bounced') AS bounce_class,
                    minIf(at, what IN ('granted', 'noted')) AS granted_at, minIf(at, what = 'message_sent') AS sent_at,
                    minIf(at, what = 'message_delivered') AS delivered_at,
                    minIf(at, what = 'message_opened') AS opened_at, countIf(what = 'message_opened') AS opens,
                    minIf(at, what = 'message_clicked') AS clicked_at, countIf(what = 'message_clicked') AS clicks,
                    minIf(at, what = 'message_replied') AS replied_at,
                    minIf(at, what = 'message_bounced') AS bounced_at,
                    minIf(at, what = 'message_complained') AS complained_at,
                    minIf(at, what = 'message_unsubscribed') AS unsubscribed_at,
                    minIf(at, what = 'message_failed') AS failed_at,
                    minIf(at, what IN ('message_skipped', 'skipped')) AS skipped_at,
                    multiIf(skipped_at > 0, 'skipped', failed_at > 0, 'failed', bounced_at > 0, 'bounced',
                      delivered_at > 0, 'delivered', sent_at > 0, 'sent', countIf(what = 'noted') > 0, 'noted',
                      'pending') AS status
                  FROM
                  (
                    %s
                    UNION ALL
                    %s
                  )
                  GROUP BY send
                )"""
                .formatted(granted(asked, values), told(asked, values));
    }

    private static String granted(Asked asked, SqlValues values) {
        MessageFilter filter = asked.filter();
        StringBuilder where = new StringBuilder("workspace = " + values.text(asked.workspace()));
        filter.campaign().ifPresent(id -> where.append(" AND campaign = ").append(values.text(id)));
        filter.channel().ifPresent(one -> where.append(" AND channel = ").append(values.text(one)));
        if (!filter.ids().isEmpty()) {
            where.append(" AND send_id IN (SELECT arrayJoin(")
                    .append(values.texts(filter.ids()))
                    .append("))");
        }
        if (!asked.ever().isEmpty()) {
            where.append(" AND contact IN (")
                    .append(Merges.numbers(asked.ever(), values))
                    .append(")");
        }
        return """
                SELECT send_id AS send, contact AS whose, 0 AS is_event, toUnixTimestamp64Milli(messages.at) AS at,
                      toUnixTimestamp64Milli(messages.at) AS known, toString(campaign) AS its_campaign,
                      toString(node) AS its_node, run AS its_run, toString(channel) AS its_channel,
                      toString(template) AS its_template, toString(class) AS its_class, toString(outcome) AS what,
                      toString(reason) AS why, '' AS kind
                    FROM messages
                    WHERE %s"""
                .formatted(where);
    }

    private static String told(Asked asked, SqlValues values) {
        MessageFilter filter = asked.filter();
        StringBuilder where = new StringBuilder("workspace = " + values.text(asked.workspace()) + " AND event IN ("
                + NAMES + ") AND properties['send_id'] != '' AND lower(properties['class']) != 'test'");
        filter.campaign().ifPresent(id -> where.append(" AND properties['campaign_id'] = ")
                .append(values.text(id)));
        filter.channel().ifPresent(one -> where.append(" AND lower(properties['channel']) = ")
                .append(values.text(one)));
        if (!filter.ids().isEmpty()) {
            where.append(" AND has(").append(values.texts(filter.ids())).append(", properties['send_id'])");
        }
        if (!asked.now().isEmpty()) {
            where.append(" AND ")
                    .append(ContactRows.condition(asked.now(), asked.workspace(), asked.identities(), values));
        }
        return """
                SELECT properties['send_id'] AS send, %s AS whose, 1 AS is_event,
                      toUnixTimestamp64Milli(timestamp) AS at, toUnixTimestamp64Milli(received_at) AS known,
                      properties['campaign_id'] AS its_campaign, properties['node_id'] AS its_node, '' AS its_run,
                      lower(properties['channel']) AS its_channel, properties['template'] AS its_template,
                      '' AS its_class, toString(event) AS what, properties['reason'] AS why,
                      properties['class'] AS kind
                    FROM %s
                    WHERE %s"""
                .formatted(
                        asked.identities().contact(),
                        asked.identities().from("events", asked.workspace(), values),
                        where);
    }

    /** The statement over one message's rows, in the order in which things happened. */
    static String timeline(String workspace, String id, SqlValues values) {
        String own = values.text(workspace);
        String send = values.text(id);
        return """
                SELECT *
                FROM
                (
                  SELECT toString(outcome) AS event, toUnixTimestamp64Milli(messages.at) AS at_ms, toString(reason) AS reason,
                    note AS detail, '' AS url, '' AS class, 0 AS place
                  FROM messages
                  WHERE workspace = %s AND send_id = %s
                  UNION ALL
                  SELECT toString(event), toUnixTimestamp64Milli(timestamp), properties['reason'], properties['detail'],
                    properties['url'], properties['class'], indexOf([%s], toString(event))
                  FROM events
                  WHERE workspace = %s AND event IN (%s) AND properties['send_id'] = %s
                )
                ORDER BY at_ms, place
                LIMIT 1000
                """
                .formatted(own, send, ORDER, own, NAMES, send);
    }

    /** Of what happened at one instant. */
    private static final String ORDER = "'message_sent', 'message_delivered', 'message_opened', 'message_clicked',"
            + " 'message_replied', 'message_unsubscribed', 'message_complained', 'message_bounced', 'message_failed',"
            + " 'message_skipped'";
}
