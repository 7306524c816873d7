package io.millrace.delivery.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From the tables that the jobs keep in step with the stream: about a checkpoint behind it. Two statements for a batch, both by
 * primary key, and one more for each time that one of its persons was deleted.
 */
final class ClickHouseContacts implements ContactDirectory {

    /** Persons that were joined to another's contact. */
    private static final String JOINED =
            """
            SELECT toString(person) AS id, toString(argMax(contact, (from_ms, version))) AS joined
            FROM identities
            WHERE workspace = {workspace:String} AND person IN {persons:Array(UInt128)}
            GROUP BY person
            """;

    /** A result's name would hide a column of that name from the condition, so none is that of a column. */
    private static final String STATES =
            """
            SELECT
                toString(contact) AS id,
                toUnixTimestamp64Milli(argMax(created_at, version)) AS created,
                argMax(gone, version) AS is_gone,
                toString(argMax(merged_into, version)) AS target
            FROM contacts
            WHERE workspace = {workspace:String} AND contact IN {contacts:Array(UInt128)}
            GROUP BY contact
            """;

    /** Whoever was deleted more often is taken for new. */
    private static final int GENERATIONS_MAX = 16;

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
            String own = number(ContactId.of(workspace, person));
            String target = joined.getOrDefault(own, own);
            if (!target.equals(own)) {
                // Whoever was joined to a contact is none that comes to be.
                found.put(person, new Contact(id(target), 0));
            }
        }
        return found;
    }

    private Map<String, String> joined(String workspace, Set<Person> persons) {
        Map<String, String> joined = new HashMap<>();
        List<BigInteger> numbers = persons.stream()
                .map(person -> ContactId.of(workspace, person).number())
                .toList();
        client.rows(new Sql(JOINED, Map.of("workspace", workspace, "persons", numbers)))
                .forEach(row ->
                        joined.put(row.path("id").asText(), row.path("joined").asText()));
        return joined;
    }

    /** A person's contact is that of the first generation that was not deleted. */
    private Map<Person, Contact> own(String workspace, Set<Person> persons) {
        Map<Person, Contact> own = new HashMap<>();
        Set<Person> asked = persons;
        for (int generation = 0; !asked.isEmpty(); generation++) {
            Map<Person, ContactId> ids = new HashMap<>();
            for (Person person : asked) {
                ids.put(person, ContactId.of(workspace, person, generation));
            }
            Map<String, JsonNode> states = states(workspace, ids.values());
            Set<Person> deleted = new HashSet<>();
            for (Map.Entry<Person, ContactId> one : ids.entrySet()) {
                JsonNode state = states.get(number(one.getValue()));
                if (state == null) {
                    own.put(one.getKey(), new Contact(one.getValue(), NOT_YET));
                } else if (!state.path("target").asText().equals("0")) {
                    own.put(one.getKey(), new Contact(id(state.path("target").asText()), 0));
                } else if (state.path("is_gone").asInt() != 0 && generation < GENERATIONS_MAX) {
                    deleted.add(one.getKey());
                } else {
                    own.put(
                            one.getKey(),
                            new Contact(one.getValue(), state.path("created").asLong()));
                }
            }
            asked = deleted;
        }
        return own;
    }

    private Map<String, JsonNode> states(String workspace, Collection<ContactId> contacts) {
        Map<String, JsonNode> states = new HashMap<>();
        List<BigInteger> numbers = contacts.stream().map(ContactId::number).toList();
        client.rows(new Sql(STATES, Map.of("workspace", workspace, "contacts", numbers)))
                .forEach(row -> states.put(row.path("id").asText(), row));
        return states;
    }

    private static String number(ContactId contact) {
        return contact.number().toString();
    }

    private static ContactId id(String number) {
        return ContactId.ofNumber(new BigInteger(number));
    }
}
