package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.filter.SqlValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which events are a contact's own: those of its persons, each from one arrival to another. A merged contact has the
 * slices of those that were merged into it.
 */
record Slices(List<Slice> list) {

    private static final long ALWAYS = Long.MAX_VALUE;

    /**
     * @param hash the person as tables name it
     * @param person empty where a purge of the contact before has taken the name away
     * @param fromMillis first arrival, in epoch milliseconds
     * @param toMillis the first arrival that belongs to another contact
     */
    record Slice(ContactId hash, Optional<Person> person, long fromMillis, long toMillis) {}

    Slices {
        list = List.copyOf(list);
    }

    static Slices of(ContactRow contact, String workspace, ClickHouseClient client, Map<String, String> bounds) {
        SqlValues values = new SqlValues();
        String id = ContactStore.number(contact.id(), values);
        String owner = values.text(workspace);
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT toString(person) AS hash, from_ms, toString(contact) AS contact, kind, id
                        FROM identities
                        WHERE workspace = %s AND person IN (
                          SELECT person FROM identities WHERE workspace = %s AND contact = %s)
                        ORDER BY person, from_ms, version DESC
                        LIMIT 1 BY person, from_ms
                        """
                                .formatted(owner, owner, id)),
                bounds);
        Map<String, List<JsonNode>> byPerson = new LinkedHashMap<>();
        rows.forEach(row -> byPerson.computeIfAbsent(row.path("hash").asText(), unused -> new ArrayList<>())
                .add(row));
        List<Slice> slices = new ArrayList<>();
        ContactId root = ContactId.of(workspace, contact.root());
        byPerson.values().forEach(ofOne -> add(ofOne, contact, root, slices));
        if (contact.id().equals(root) && !byPerson.containsKey(root.number().toString())) {
            // Nobody ever said anything else about this person: it is its own contact.
            slices.add(0, new Slice(root, Optional.of(contact.root()), 0, ALWAYS));
        }
        return new Slices(slices);
    }

    /** @param rows of one person in order of arrival */
    private static void add(List<JsonNode> rows, ContactRow contact, ContactId root, List<Slice> slices) {
        String owner = contact.id().number().toString();
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            ContactId hash = ContactRow.id(row.path("hash").asText());
            Optional<Person> person = hash.equals(root) ? Optional.of(contact.root()) : person(row);
            long from = row.path("from_ms").asLong();
            if (i == 0 && from > 0 && hash.equals(contact.id())) {
                slices.add(new Slice(hash, person, 0, from));
            }
            if (row.path("contact").asText().equals(owner)) {
                long to = i + 1 < rows.size() ? rows.get(i + 1).path("from_ms").asLong() : ALWAYS;
                slices.add(new Slice(hash, person, from, to));
            }
        }
    }

    private static Optional<Person> person(JsonNode row) {
        String id = row.path("id").asText();
        Person.Kind kind = row.path("kind").asText().equals("u") ? Person.Kind.USER : Person.Kind.ANONYMOUS;
        return id.isEmpty() ? Optional.empty() : Optional.of(new Person(kind, id));
    }

    List<Person> persons() {
        return list.stream()
                .flatMap(slice -> slice.person().stream())
                .distinct()
                .toList();
    }

    /** SQL over columns {@code person} and {@code received_at}. */
    String condition(SqlValues values) {
        if (list.isEmpty()) {
            return "false";
        }
        String persons = "arrayMap(text -> toUInt128(text), "
                + values.texts(list.stream()
                        .map(slice -> slice.hash().number().toString())
                        .distinct()
                        .toList())
                + ")";
        List<String> partial = new ArrayList<>();
        for (Slice slice : list) {
            if (slice.fromMillis() > 0 || slice.toMillis() < ALWAYS) {
                partial.add("(person = " + ContactStore.number(slice.hash(), values) + " AND received_at >= "
                        + at(slice.fromMillis(), values)
                        + (slice.toMillis() == ALWAYS ? "" : " AND received_at < " + at(slice.toMillis(), values))
                        + ")");
            }
        }
        String whole = "person IN " + persons;
        if (partial.isEmpty()) {
            return whole;
        }
        List<String> entire = list.stream()
                .filter(slice -> slice.fromMillis() == 0 && slice.toMillis() == ALWAYS)
                .map(slice -> slice.hash().number().toString())
                .toList();
        if (!entire.isEmpty()) {
            partial.add("person IN arrayMap(text -> toUInt128(text), " + values.texts(entire) + ")");
        }
        return whole + " AND (" + String.join(" OR ", partial) + ")";
    }

    private static String at(long millis, SqlValues values) {
        return "fromUnixTimestamp64Milli(" + values.whole(millis) + ")";
    }
}
