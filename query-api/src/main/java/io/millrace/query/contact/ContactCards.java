package io.millrace.query.contact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows contacts that are known by id in short, as lists show them. Thread-safe. */
public final class ContactCards {

    public static final List<String> CSV_HEADER = ContactJson.CSV_HEADER;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactCards(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** In the order of the ids; who is not found is left out. */
    public List<ObjectNode> of(String workspace, List<ContactId> ids) {
        return rows(workspace, ids).stream().map(ContactJson::brief).toList();
    }

    /** The same as the cells of a table under {@link #CSV_HEADER}. */
    public List<List<String>> cells(String workspace, List<ContactId> ids) {
        return rows(workspace, ids).stream().map(ContactJson::cells).toList();
    }

    private List<ContactRow> rows(String workspace, List<ContactId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        SqlValues values = new SqlValues();
        Map<ContactId, ContactRow> found = new HashMap<>();
        client.rows(
                        values.sql(
                                """
                                SELECT %s
                                FROM contacts
                                WHERE workspace = %s AND contact IN (SELECT toUInt128(arrayJoin(%s)))
                                ORDER BY contact, version DESC
                                LIMIT 1 BY contact
                                """
                                        .formatted(
                                                ContactRow.COLUMNS,
                                                values.text(workspace),
                                                values.texts(ids.stream()
                                                        .map(id -> id.number().toString())
                                                        .toList()))),
                        bounds)
                .forEach(row -> found.put(ContactRow.of(row).id(), ContactRow.of(row)));
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }
}
