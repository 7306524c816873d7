package io.millrace.query.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which contacts were merged into which: rows that name a contact as it was then are not rewritten. Thread-safe. */
public final class Merges {

    /** A contact may have been merged into one that was merged itself. */
    private static final int STEPS_MAX = 100;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public Merges(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** The contact and all that were merged into it. */
    public Set<BigInteger> into(String workspace, ContactId contact) {
        Set<BigInteger> all = new HashSet<>(Set.of(contact.number()));
        Set<BigInteger> targets = all;
        for (int steps = 0; steps < STEPS_MAX && !targets.isEmpty(); steps++) {
            Set<BigInteger> sources = new HashSet<>();
            read(workspace, "merged_into", targets).forEach((source, target) -> sources.add(source));
            sources.removeAll(all);
            all.addAll(sources);
            targets = sources;
        }
        return all;
    }

    /** What contacts are now; who was not merged is not in it. */
    public Map<BigInteger, BigInteger> now(String workspace, Collection<BigInteger> contacts) {
        Map<BigInteger, BigInteger> next = new HashMap<>();
        Set<BigInteger> asked = new HashSet<>(contacts);
        for (int steps = 0; steps < STEPS_MAX && !asked.isEmpty(); steps++) {
            Map<BigInteger, BigInteger> found = read(workspace, "contact", asked);
            next.putAll(found);
            asked = new HashSet<>(found.values());
            asked.removeAll(next.keySet());
        }
        Map<BigInteger, BigInteger> now = new HashMap<>();
        for (BigInteger contact : contacts) {
            BigInteger at = contact;
            for (int steps = 0; steps < STEPS_MAX && next.containsKey(at); steps++) {
                at = next.get(at);
            }
            if (!at.equals(contact)) {
                now.put(contact, at);
            }
        }
        return now;
    }

    /** The targets of merges by their sources. */
    private Map<BigInteger, BigInteger> read(String workspace, String column, Set<BigInteger> contacts) {
        SqlValues values = new SqlValues();
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT toString(contact) AS source, toString(argMax(merged_into, version)) AS target
                        FROM contacts
                        WHERE workspace = %s AND merged_into != 0 AND %s IN (%s)
                        GROUP BY contact
                        """
                                .formatted(values.text(workspace), column, numbers(contacts, values))),
                bounds);
        Map<BigInteger, BigInteger> merges = new HashMap<>();
        rows.forEach(row -> merges.put(
                new BigInteger(row.path("source").asText()),
                new BigInteger(row.path("target").asText())));
        return merges;
    }

    /** The elements of a list of SQL. */
    public static String numbers(Collection<BigInteger> contacts, SqlValues values) {
        List<String> parts = new ArrayList<>();
        contacts.forEach(number -> parts.add("toUInt128(" + values.text(number.toString()) + ")"));
        return String.join(", ", parts);
    }
}
