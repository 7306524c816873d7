package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.list.EventJson;
import io.millrace.query.list.EventPages;
import io.millrace.query.list.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a contact's whole profile together. Thread-safe. */
final class Profiles {

    private static final int RECENT_EVENTS = 10;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final EventPages events;

    Profiles(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.events = new EventPages(client, bounds);
    }

    ObjectNode of(String workspace, ContactRow contact) {
        return ContactJson.whole(contact, segments(workspace, contact), recentEvents(workspace, contact));
    }

    private List<String> segments(String workspace, ContactRow contact) {
        return Membership.of(workspace, contact.id(), client, bounds).stream()
                .map(Membership::segment)
                .toList();
    }

    private List<String> recentEvents(String workspace, ContactRow contact) {
        SqlValues values = new SqlValues();
        List<String> conditions = List.of(
                "workspace = " + values.text(workspace),
                Slices.of(contact, workspace, client, bounds).condition(values));
        List<JsonNode> rows = events.rows(conditions, values, new Page(RECENT_EVENTS, Optional.empty()));
        return rows.stream()
                .limit(RECENT_EVENTS)
                .map(row -> EventJson.of(row.path("text").asText()).text())
                .toList();
    }
}
