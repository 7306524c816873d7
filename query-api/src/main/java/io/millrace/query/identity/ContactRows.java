package io.millrace.query.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.filter.SqlValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which rows are one contact's, whichever of its names or former ids it is asked for by. Thread-safe. */
public final class ContactRows {

    /** A contact may have been merged into one that was merged itself. */
    private static final int MERGES_MAX = 100;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public ContactRows(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /**
     * The contacts that a text may mean now: an id {@code cntct_…} (merged away: the one it was merged into), or an
     * external or anonymous id.
     */
    public Set<BigInteger> named(String workspace, String text, Identities identities) {
        Set<BigInteger> found = new TreeSet<>();
        if (text.startsWith(ContactId.PREFIX)) {
            ContactId.parse(text).ifPresent(id -> found.add(id.number()));
            return identities.linked() ? merged(workspace, found) : found;
        }
        if (text.isEmpty()) {
            return found;
        }
        for (Person.Kind kind : Person.Kind.values()) {
            found.add(ContactId.of(workspace, new Person(kind, text)).number());
        }
        return identities.linked() ? current(workspace, found, identities) : found;
    }

    /** A condition on rows of {@link Identities#from}: those of one of the contacts. */
    public static String condition(
            Set<BigInteger> contacts, String workspace, Identities identities, SqlValues values) {
        if (contacts.isEmpty()) {
            return "false";
        }
        String ids = list(contacts, values);
        if (!identities.linked()) {
            return "person IN (" + ids + ")";
        }
        return "person IN (SELECT person FROM identities WHERE " + identities.known(workspace, values)
                + " AND contact IN (" + ids + ") UNION ALL SELECT arrayJoin([" + ids + "])) AND " + identities.contact()
                + " IN (" + ids + ")";
    }

    /** Whose the persons are that these contacts began as. */
    private Set<BigInteger> current(String workspace, Set<BigInteger> persons, Identities identities) {
        SqlValues values = new SqlValues();
        Set<BigInteger> found = new TreeSet<>(persons);
        for (JsonNode row : client.rows(
                values.sql(
                        """
                        SELECT toString(person) AS began_as, toString(argMax(contact, (from_ms, version))) AS is_now
                        FROM identities
                        WHERE %s AND person IN (%s)
                        GROUP BY person
                        """
                                .formatted(identities.known(workspace, values), list(persons, values))),
                bounds)) {
            found.remove(new BigInteger(row.path("began_as").asText()));
            found.add(new BigInteger(row.path("is_now").asText()));
        }
        return found;
    }

    private Set<BigInteger> merged(String workspace, Set<BigInteger> contacts) {
        Set<BigInteger> found = contacts;
        for (int merges = 0; merges < MERGES_MAX && !found.isEmpty(); merges++) {
            SqlValues values = new SqlValues();
            Set<BigInteger> targets = new TreeSet<>();
            for (JsonNode row : client.rows(
                    values.sql("SELECT DISTINCT toString(merged_into) AS target FROM contacts WHERE workspace = "
                            + values.text(workspace) + " AND contact IN (" + list(found, values)
                            + ") AND merged_into != 0"),
                    bounds)) {
                targets.add(new BigInteger(row.path("target").asText()));
            }
            if (targets.isEmpty()) {
                return found;
            }
            found = targets;
        }
        return found;
    }

    private static String list(Set<BigInteger> numbers, SqlValues values) {
        List<String> parts = new ArrayList<>();
        numbers.forEach(number -> parts.add("toUInt128(" + values.text(number.toString()) + ")"));
        return String.join(", ", parts);
    }
}
