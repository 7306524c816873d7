package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.request.Problem;
import java.util.List;
import java.util.Map;

/**
 * What happened to one contact by an instant, over everything known now, each list in order of arrival.
 *
 * @param root under whose key the contact's state stands
 * @param events rows of track, page and screen calls: {@code type event at_ms received_ms partition offset message_id
 *     user_id anonymous_id text}
 * @param writes rows of changes of the profile: {@code field key value at_ms received_ms sequence}
 */
public record ContactHistory(ContactId id, Person root, List<JsonNode> events, List<JsonNode> writes) {

    /** A contact that did more is not replayed in memory. */
    private static final int EVENTS_MAX = 200_000;

    public ContactHistory {
        events = List.copyOf(events);
        writes = List.copyOf(writes);
    }

    /**
     * Ends the request with 404 if nobody has the name, with 422 if the contact did too much.
     *
     * @param name an id, external id or anonymous id
     * @param bounds the settings that bound each statement in time and memory
     */
    public static ContactHistory read(
            String workspace, String name, long atMillis, ClickHouseClient client, Map<String, String> bounds) {
        ContactRow contact = new ContactStore(client, bounds).named(workspace, name);
        Slices slices = Slices.of(contact, workspace, client, bounds);
        List<JsonNode> events = events(workspace, slices, atMillis, client, bounds);
        if (events.size() > EVENTS_MAX) {
            throw Problem.limitExceeded(
                            "events",
                            EVENTS_MAX + " events",
                            "the contact has more than " + EVENTS_MAX + " events, which are too many to go through")
                    .exception();
        }
        return new ContactHistory(
                contact.id(), contact.root(), events, writes(workspace, slices, atMillis, client, bounds));
    }

    private static List<JsonNode> events(
            String workspace, Slices slices, long atMillis, ClickHouseClient client, Map<String, String> bounds) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql(
                        """
                        SELECT type, event, toUnixTimestamp64Milli(timestamp) AS at_ms,
                          toUnixTimestamp64Milli(received_at) AS received_ms, partition, offset, message_id, user_id,
                          anonymous_id, text
                        FROM events
                        WHERE workspace = %s AND (%s) AND timestamp <= fromUnixTimestamp64Milli(%s)
                          AND type IN ('track', 'page', 'screen')
                        ORDER BY received_at, partition, offset
                        LIMIT %s
                        """
                                .formatted(
                                        values.text(workspace),
                                        slices.condition(values),
                                        values.whole(atMillis),
                                        values.whole(EVENTS_MAX + 1L))),
                bounds);
    }

    private static List<JsonNode> writes(
            String workspace, Slices slices, long atMillis, ClickHouseClient client, Map<String, String> bounds) {
        SqlValues values = new SqlValues();
        return client.rows(
                values.sql(
                        """
                        SELECT field, key, value, toUnixTimestamp64Milli(timestamp) AS at_ms,
                          toUnixTimestamp64Milli(received_at) AS received_ms, toString(sequence) AS sequence
                        FROM profile_writes
                        WHERE workspace = %s AND (%s) AND timestamp <= fromUnixTimestamp64Milli(%s)
                        ORDER BY received_at, profile_writes.sequence
                        """
                                .formatted(values.text(workspace), slices.condition(values), values.whole(atMillis))),
                bounds);
    }
}
