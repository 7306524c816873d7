package io.millrace.query.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.ContactRows;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which persons' events belong to a contact, as far as is known now. Thread-safe. */
final class ContactPersons {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;
    private final ContactRows contacts;

    ContactPersons(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
        this.contacts = new ContactRows(client, bounds);
    }

    /** @param text an id {@code cntct_…}, or an external or anonymous id; one that nobody has yet may come to be used */
    Set<BigInteger> of(String workspace, String text) {
        Identities known = identities.of(workspace);
        Set<BigInteger> persons = new HashSet<>(contacts.named(workspace, text, Identities.NONE));
        if (!known.linked()) {
            return persons;
        }
        Set<BigInteger> own = contacts.named(workspace, text, known);
        persons.addAll(own);
        SqlValues values = new SqlValues();
        List<String> numbers = own.stream().map(BigInteger::toString).toList();
        for (JsonNode row : client.rows(
                values.sql("SELECT DISTINCT toString(person) AS number FROM identities WHERE workspace = "
                        + values.text(workspace) + " AND has(" + values.texts(numbers) + ", toString(contact))"),
                bounds)) {
            persons.add(new BigInteger(row.path("number").asText()));
        }
        return persons;
    }
}
