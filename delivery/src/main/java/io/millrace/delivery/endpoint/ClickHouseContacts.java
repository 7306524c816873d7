package io.millrace.delivery.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the tables that the jobs keep in step with the stream: about a checkpoint behind it. Two statements a batch. */
final class ClickHouseContacts implements ContactDirectory {

    /** Persons that were joined to another's contact. */
    private static final String JOINED =
            """
            SELECT toString(person) AS id, toString(argMax(contact, (from_ms, version))) AS joined
            FROM identities
            WHERE workspace = {workspace:String} AND person IN {persons:Array(UInt128)}
            GROUP BY person
            """;

    /** Of a person's contacts the one of the last generation; a result's name is never that of a column. */
    private static final String OWN =
            """
            SELECT
                external_id AS user,
                anonymous_id AS anonymous,
                toString(argMax(contact, (generation, version))) AS id,
                toUnixTimestamp64Milli(argMax(created_at, (generation, version))) AS created,
                argMax(gone, (generation, version)) AS is_gone,
                toString(argMax(merged_into, (generation, version))) AS target,
                max(generation) AS newest
            FROM contacts
            WHERE workspace = {workspace:String}
                AND (external_id IN {users:Array(String)}
                    OR (external_id = '' AND anonymous_id IN {anonymous:Array(String)}))
            GROUP BY user, anonymous
            """;

    private final ClickHouseClient client;

    /** @param client is not closed here */
    ClickHouseContacts(ClickHouseClient client) {
        this.client = client;
    }

    @Override
    public Map<Person, Contact> of(String workspace, Set<Person> persons) {
        if (persons.isEmpty()) {
            return Map.of();
        }
        Map<Person, Contact> found = own(workspace, persons);
        Map<String, String> joined = joined(workspace, persons);
        for (Person person : persons) {
            ContactId first = ContactId.of(workspace, person);
            String target = joined.get(first.number().toString());
            if (target != null && !target.equals(first.number().toString())) {
                // Whoever was joined to a contact is none that comes to be.
                found.put(person, new Contact(ContactId.ofNumber(new BigInteger(target)), 0));
            } else {
                found.putIfAbsent(person, new Contact(first, NOT_YET));
            }
        }
        return found;
    }

    private Map<String, String> joined(String workspace, Set<Person> persons) {
        List<BigInteger> numbers = persons.stream()
                .map(person -> ContactId.of(workspace, person).number())
                .toList();
        Map<String, String> joined = new HashMap<>();
        client.rows(new Sql(JOINED, Map.of("workspace", workspace, "persons", numbers)))
                .forEach(row ->
                        joined.put(row.path("id").asText(), row.path("joined").asText()));
        return joined;
    }

    private Map<Person, Contact> own(String workspace, Set<Person> persons) {
        Map<Person, Contact> own = new HashMap<>();
        Sql sql = new Sql(
                OWN,
                Map.of(
                        "workspace",
                        workspace,
                        "users",
                        ids(persons, Person.Kind.USER),
                        "anonymous",
                        ids(persons, Person.Kind.ANONYMOUS)));
        for (JsonNode row : client.rows(sql)) {
            String user = row.path("user").asText();
            Person person = user.isEmpty()
                    ? new Person(Person.Kind.ANONYMOUS, row.path("anonymous").asText())
                    : new Person(Person.Kind.USER, user);
            own.put(person, contact(workspace, person, row));
        }
        return own;
    }

    private static Contact contact(String workspace, Person person, JsonNode row) {
        BigInteger target = new BigInteger(row.path("target").asText());
        if (target.signum() != 0) {
            return new Contact(ContactId.ofNumber(target), 0);
        }
        if (row.path("is_gone").asInt() != 0) {
            // Deleted: what comes now begins the next generation.
            return new Contact(
                    ContactId.of(workspace, person, row.path("newest").asInt() + 1), NOT_YET);
        }
        return new Contact(
                ContactId.ofNumber(new BigInteger(row.path("id").asText())),
                row.path("created").asLong());
    }

    private static List<String> ids(Set<Person> persons, Person.Kind kind) {
        return persons.stream()
                .filter(person -> person.kind() == kind)
                .map(Person::id)
                .toList();
    }
}
