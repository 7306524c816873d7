package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.identity.Merges;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads messages from what campaigns granted and skipped and from the events of their lives, newest first. Test sends are in
 * neither. Thread-safe.
 */
public final class MessageStore {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;
    private final Merges merges;

    /** @param bounds the settings that bound each statement in time and memory */
    public MessageStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
        this.merges = new Merges(client, bounds);
    }

    /** Where a page ended. */
    record Place(long begunAt, String id) {
        static final Place FIRST = new Place(Long.MAX_VALUE, "");
    }

    /** Every message that the filter lets through, up to a limit. */
    public List<MessageRow> find(String workspace, MessageFilter filter, int limit) {
        return page(workspace, filter, Place.FIRST, 0, limit);
    }

    /** The messages of runs of a campaign, up to a limit. */
    public List<MessageRow> ofRuns(String workspace, String campaign, List<String> runs, int limit) {
        if (runs.isEmpty()) {
            return List.of();
        }
        SqlValues values = new SqlValues();
        List<String> ids = client
                .rows(
                        values.sql(
                                """
                                SELECT DISTINCT send_id
                                FROM messages
                                WHERE workspace = %s AND campaign = %s AND run IN (SELECT arrayJoin(%s))
                                ORDER BY at DESC
                                LIMIT %s
                                """
                                        .formatted(
                                                values.text(workspace),
                                                values.text(campaign),
                                                values.texts(runs),
                                                values.whole(limit))),
                        bounds)
                .stream()
                .map(row -> row.path("send_id").asText())
                .toList();
        return ids.isEmpty() ? List.of() : find(workspace, MessageFilter.ofIds(ids), limit);
    }

    List<MessageRow> page(String workspace, MessageFilter filter, Place after, long offset, int limit) {
        return page(workspace, filter, "", after, offset, limit);
    }

    /** @param condition more of it, over columns of {@link MessageSql#messages} */
    List<MessageRow> page(
            String workspace, MessageFilter filter, String condition, Place after, long offset, int limit) {
        SqlValues values = new SqlValues();
        String text =
                """
                SELECT *
                FROM %s
                WHERE (begun, id) < (%s, %s)%s%s
                ORDER BY begun DESC, id DESC
                LIMIT %s OFFSET %s
                """
                        .formatted(
                                MessageSql.messages(asked(workspace, filter), values),
                                values.whole(after.begunAt()),
                                values.text(after.id()),
                                statuses(filter, values),
                                condition,
                                values.whole(limit),
                                values.whole(offset));
        return rows(workspace, client.rows(values.sql(text), bounds));
    }

    /** @param condition as in {@link #page} */
    long count(String workspace, MessageFilter filter, String condition) {
        SqlValues values = new SqlValues();
        String text = "SELECT count() AS messages FROM " + MessageSql.messages(asked(workspace, filter), values)
                + " WHERE 1" + statuses(filter, values) + condition;
        return client.rows(values.sql(text), bounds).get(0).path("messages").asLong();
    }

    /** What happened to one message, in order; of an unknown one nothing. */
    List<JsonNode> timeline(String workspace, String id) {
        SqlValues values = new SqlValues();
        String text = MessageSql.timeline(workspace, id, values);
        return client.rows(values.sql(text), bounds);
    }

    private MessageSql.Asked asked(String workspace, MessageFilter filter) {
        Identities known = identities.of(workspace);
        Set<BigInteger> now = new HashSet<>();
        Set<BigInteger> ever = new HashSet<>();
        filter.contact().ifPresent(contact -> {
            now.add(contact.number());
            ever.addAll(merges.into(workspace, contact));
        });
        return new MessageSql.Asked(workspace, filter, known, now, ever);
    }

    private static String statuses(MessageFilter filter, SqlValues values) {
        return filter.statuses().isEmpty() ? "" : " AND has(" + values.texts(filter.statuses()) + ", status)";
    }

    /** Events know whose they are now; a campaign's rows know whose they were. */
    private List<MessageRow> rows(String workspace, List<JsonNode> read) {
        List<BigInteger> contacts = read.stream()
                .map(row -> new BigInteger(row.path("contact").asText()))
                .distinct()
                .toList();
        Map<BigInteger, BigInteger> moved = merges.now(workspace, contacts);
        List<MessageRow> rows = new ArrayList<>();
        for (JsonNode row : read) {
            BigInteger contact = new BigInteger(row.path("contact").asText());
            rows.add(MessageRow.of(row, moved.getOrDefault(contact, contact)));
        }
        return rows;
    }
}
