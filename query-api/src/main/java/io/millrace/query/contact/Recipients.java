package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.request.Json;
import io.millrace.streams.record.SendRecord.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contacts as those who get a message that is sent by itself. Thread-safe. */
public final class Recipients {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public Recipients(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** The contact that has had an address for longest; where nobody has it, somebody of whom nothing else is known. */
    public Recipient withAddress(Workspace workspace, String email) {
        return find(workspace.id(), email)
                .map(row ->
                        new Recipient(row.id(), row.root(), row.traits(), workspace.timezone(), choices(row), false))
                .orElseGet(() -> {
                    Person nobody = new Person(Person.Kind.USER, email);
                    String traits = JsonNodeFactory.instance
                            .objectNode()
                            .put("email", email)
                            .toString();
                    return new Recipient(
                            ContactId.of(workspace.id(), nobody),
                            nobody,
                            traits,
                            workspace.timezone(),
                            Map.of(),
                            false);
                });
    }

    /**
     * The contact that a text names; ends the request with 404 if there is none.
     *
     * @param name an id, external id or anonymous id
     */
    public Recipient named(Workspace workspace, String name) {
        ContactRow row = new ContactStore(client, bounds).named(workspace.id(), name);
        return new Recipient(row.id(), row.root(), row.traits(), zone(row, workspace), choices(row), false);
    }

    /** By its trait {@code timezone}; the workspace's if that names none. */
    private static ZoneId zone(ContactRow row, Workspace workspace) {
        try {
            JsonNode zone =
                    Json.parse(row.traits().getBytes(StandardCharsets.UTF_8)).path("timezone");
            return zone.isTextual() ? ZoneId.of(zone.textValue()) : workspace.timezone();
        } catch (DateTimeException e) {
            return workspace.timezone();
        }
    }

    private Optional<ContactRow> find(String workspace, String email) {
        SqlValues values = new SqlValues();
        String ofWorkspace = values.text(workspace);
        String address = values.text(email);
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT %s
                        FROM
                        (
                          SELECT *
                          FROM contacts
                          WHERE workspace = %s
                            AND contact IN (SELECT contact FROM contacts WHERE workspace = %s AND email = %s)
                          ORDER BY contact, version DESC
                          LIMIT 1 BY contact
                        )
                        WHERE email = %s AND gone = 0
                        ORDER BY created_at, contact
                        LIMIT 1
                        """
                                .formatted(ContactRow.COLUMNS, ofWorkspace, ofWorkspace, address, address)),
                bounds);
        return rows.stream().findFirst().map(ContactRow::of);
    }

    private static Map<String, Boolean> choices(ContactRow row) {
        Map<String, Boolean> choices = new HashMap<>();
        row.subscriptions()
                .properties()
                .forEach(choice ->
                        choices.put(choice.getKey(), choice.getValue().asText().equals("subscribed")));
        return choices;
    }
}
