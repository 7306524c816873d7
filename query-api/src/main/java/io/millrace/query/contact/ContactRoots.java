package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.request.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds under which person's key the states of many contacts stand, by whatever name each is given. Thread-safe. */
public final class ContactRoots {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final ContactStore store;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactRoots(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.store = new ContactStore(client, bounds);
    }

    /** By name, in the order of the names; whoever is not found is not in it. */
    public Map<String, Person> of(String workspace, List<String> names) {
        Map<ContactId, Person> standing = standingNamed(workspace, names);
        Map<String, Person> roots = new LinkedHashMap<>();
        for (String text : names) {
            ContactName name = ContactName.of(text);
            List<ContactId> ids = new ArrayList<>();
            name.id().ifPresent(ids::add);
            name.persons().forEach(person -> ids.add(ContactId.of(workspace, person)));
            ids.stream()
                    .filter(standing::containsKey)
                    .findFirst()
                    .ifPresentOrElse(id -> roots.put(text, standing.get(id)), () -> byHand(workspace, text, roots));
        }
        return roots;
    }

    /**
     * Whom a name means if it means anybody: for contacts that began a moment ago and stand in no table yet. Empty for ids,
     * which nobody knows before that.
     */
    public static Optional<Person> likeliest(String name) {
        ContactName read = ContactName.of(name);
        return read.id().isPresent()
                ? Optional.empty()
                : read.persons().stream().findFirst();
    }

    /** What was merged, deleted or linked: the names of few. */
    private void byHand(String workspace, String text, Map<String, Person> roots) {
        try {
            roots.put(text, person(store.named(workspace, text)));
        } catch (ProblemException e) {
            // Nobody has this name; who asks says so for all of them at once.
            return;
        }
    }

    /** Of contacts by their ids, without those that are deleted or merged away. */
    public List<Person> standing(String workspace, List<ContactId> ids) {
        return List.copyOf(
                read(workspace, ids.stream().map(id -> id.number().toString()).toList())
                        .values());
    }

    private Map<ContactId, Person> standingNamed(String workspace, List<String> names) {
        Set<String> numbers = new HashSet<>();
        for (String text : names) {
            ContactName name = ContactName.of(text);
            name.id().ifPresent(id -> numbers.add(id.number().toString()));
            name.persons()
                    .forEach(person ->
                            numbers.add(ContactId.of(workspace, person).number().toString()));
        }
        return read(workspace, List.copyOf(numbers));
    }

    private Map<ContactId, Person> read(String workspace, List<String> numbers) {
        SqlValues values = new SqlValues();
        Map<ContactId, Person> standing = new LinkedHashMap<>();
        for (JsonNode json : client.rows(
                values.sql(
                        """
                        SELECT %s
                        FROM contacts
                        WHERE workspace = %s AND contact IN (SELECT toUInt128(arrayJoin(%s)))
                        ORDER BY contact, version DESC
                        LIMIT 1 BY contact
                        """
                                .formatted(ContactRow.COLUMNS, values.text(workspace), values.texts(numbers))),
                bounds)) {
            ContactRow row = ContactRow.of(json);
            if (!row.gone()) {
                standing.put(row.id(), person(row));
            }
        }
        return standing;
    }

    private static Person person(ContactRow row) {
        return row.externalId().isEmpty()
                ? new Person(Person.Kind.ANONYMOUS, row.anonymousId())
                : new Person(Person.Kind.USER, row.externalId());
    }
}
