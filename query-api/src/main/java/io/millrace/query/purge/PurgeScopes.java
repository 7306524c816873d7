package io.millrace.query.purge;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.purge.PurgeScope.Arrivals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what belongs to a deleted contact, as long as its rows are there to tell. Thread-safe. */
final class PurgeScopes {

    /** Versions of rows are arrivals in milliseconds times this, plus a counter within the instant. */
    static final long VERSIONS_PER_MILLI = 4096;

    private final ClickHouseClient client;

    PurgeScopes(ClickHouseClient client) {
        this.client = client;
    }

    /** Empty while the contact is not deleted, or if it was merged into another one instead. */
    Optional<PurgeScope> of(String workspace, BigInteger contact) {
        SqlValues values = new SqlValues();
        List<JsonNode> rows = client.rows(values.sql(
                """
                SELECT gone, toString(merged_into) AS merged, toUInt64(version) AS version
                FROM contacts
                WHERE workspace = %s AND contact = %s
                ORDER BY version DESC
                LIMIT 1
                """
                        .formatted(values.text(workspace), PurgeScope.number(contact, values))));
        if (rows.isEmpty()
                || rows.get(0).path("gone").asInt() == 0
                || !rows.get(0).path("merged").asText().equals("0")) {
            return Optional.empty();
        }
        // Arrivals of the deletion's own instant came before it.
        long until = rows.get(0).path("version").asLong() / VERSIONS_PER_MILLI + 1;
        Set<BigInteger> contacts = withSources(workspace, contact);
        return Optional.of(new PurgeScope(contacts, arrivals(workspace, contact, contacts, until)));
    }

    private Set<BigInteger> withSources(String workspace, BigInteger contact) {
        Set<BigInteger> found = new TreeSet<>(Set.of(contact));
        for (int known = 0; known < found.size(); ) {
            known = found.size();
            SqlValues values = new SqlValues();
            for (JsonNode row : client.rows(values.sql(
                    """
                    SELECT DISTINCT toString(contact) AS source
                    FROM contacts
                    WHERE workspace = %s AND merged_into IN (%s)
                    """
                            .formatted(values.text(workspace), PurgeScope.numbers(found, values))))) {
                found.add(new BigInteger(row.path("source").asText()));
            }
        }
        return found;
    }

    /** Of each person that ever was one of the contacts, the arrivals that are the deleted contact's now. */
    private List<Arrivals> arrivals(String workspace, BigInteger contact, Set<BigInteger> contacts, long until) {
        SqlValues values = new SqlValues();
        String numbers = PurgeScope.numbers(contacts, values);
        Map<BigInteger, List<JsonNode>> byPerson = new LinkedHashMap<>();
        // Without rows a person is its own contact.
        contacts.forEach(person -> byPerson.put(person, new ArrayList<>()));
        for (JsonNode row : client.rows(values.sql(
                """
                SELECT toString(person) AS person, from_ms, toString(argMax(contact, version)) AS contact
                FROM identities
                WHERE workspace = %s AND person IN (
                  SELECT person FROM identities WHERE contact IN (%s) UNION ALL SELECT arrayJoin([%s]))
                GROUP BY person, from_ms
                ORDER BY person, from_ms
                """
                        .formatted(values.text(workspace), numbers, numbers)))) {
            byPerson.computeIfAbsent(new BigInteger(row.path("person").asText()), unused -> new ArrayList<>())
                    .add(row);
        }
        List<Arrivals> arrivals = new ArrayList<>();
        byPerson.forEach((person, slices) -> add(person, slices, contact, until, arrivals));
        return arrivals;
    }

    private static void add(
            BigInteger person, List<JsonNode> slices, BigInteger contact, long until, List<Arrivals> arrivals) {
        long from = 0;
        BigInteger owner = person;
        for (JsonNode slice : slices) {
            long next = slice.path("from_ms").asLong();
            add(person, from, Math.min(next, until), owner.equals(contact), arrivals);
            from = next;
            owner = new BigInteger(slice.path("contact").asText());
        }
        add(person, from, until, owner.equals(contact), arrivals);
    }

    private static void add(BigInteger person, long from, long until, boolean owned, List<Arrivals> arrivals) {
        if (owned && from < until) {
            arrivals.add(new Arrivals(person, from, until));
        }
    }
}
