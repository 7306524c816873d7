package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.request.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds single contacts as the audience job has projected them. Thread-safe. */
public final class ContactStore {

    /** Longer chains of merges than anybody makes; a ring, which the job refuses, would otherwise never end. */
    private static final int MERGES_MAX = 100;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** The contact that a text names, merges followed; ends the request with 404 if there is none or it is deleted. */
    ContactRow named(String workspace, String text) {
        ContactName name = ContactName.of(text);
        return name.id()
                .flatMap(id -> standing(workspace, id))
                .or(() -> name.persons().stream()
                        .flatMap(person -> of(workspace, person).stream())
                        .findFirst())
                .orElseThrow(() -> Problem.notFound("Contact").exception());
    }

    /** The id of the contact that a text names, as {@link #named} finds it. */
    public ContactId idOfNamed(String workspace, String text) {
        return named(workspace, text).id();
    }

    /** The contact that a person is now. */
    Optional<ContactRow> of(String workspace, Person person) {
        return standing(workspace, idOf(workspace, person));
    }

    /** The contact itself, or the one into which it was merged; empty if there is none or it is deleted. */
    Optional<ContactRow> standing(String workspace, ContactId id) {
        Optional<ContactRow> row = latest(workspace, id);
        for (int merges = 0; merges < MERGES_MAX && row.isPresent() && row.get().gone(); merges++) {
            row = row.get().mergedInto().flatMap(target -> latest(workspace, target));
        }
        return row.filter(found -> !found.gone());
    }

    /** The contact of this id, if it is one that was deleted. */
    Optional<ContactId> deleted(String workspace, String text) {
        return ContactName.of(text)
                .id()
                .flatMap(id -> latest(workspace, id))
                .filter(row -> row.gone() && row.mergedInto().isEmpty())
                .map(ContactRow::id);
    }

    private Optional<ContactRow> latest(String workspace, ContactId id) {
        SqlValues values = new SqlValues();
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT %s
                        FROM contacts
                        WHERE workspace = %s AND contact = %s
                        ORDER BY version DESC
                        LIMIT 1
                        """
                                .formatted(ContactRow.COLUMNS, values.text(workspace), number(id, values))),
                bounds);
        return rows.stream().findFirst().map(ContactRow::of);
    }

    /** Which contact the person's events belong to now: the last of its slices says it, without any it is its own. */
    private ContactId idOf(String workspace, Person person) {
        ContactId own = ContactId.of(workspace, person);
        SqlValues values = new SqlValues();
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT toString(contact) AS id
                        FROM identities
                        WHERE workspace = %s AND person = %s
                        ORDER BY from_ms DESC, version DESC
                        LIMIT 1
                        """
                                .formatted(values.text(workspace), number(own, values))),
                bounds);
        return rows.stream()
                .findFirst()
                .map(row -> ContactRow.id(row.path("id").asText()))
                .orElse(own);
    }

    static String number(ContactId id, SqlValues values) {
        return "toUInt128(" + values.text(id.number().toString()) + ")";
    }
}
