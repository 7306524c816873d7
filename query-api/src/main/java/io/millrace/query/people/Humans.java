package io.millrace.query.people;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks contacts up by their numbers. Thread-safe. */
final class Humans {

    private static final int BATCH = 1_000;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    Humans(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** One for each number, in their order. */
    List<Human> of(String workspace, List<BigInteger> contacts) {
        List<Human> humans = new ArrayList<>(contacts.size());
        for (int from = 0; from < contacts.size(); from += BATCH) {
            humans.addAll(batch(workspace, contacts.subList(from, Math.min(contacts.size(), from + BATCH))));
        }
        return humans;
    }

    private List<Human> batch(String workspace, List<BigInteger> contacts) {
        SqlValues values = new SqlValues();
        Map<BigInteger, Human> found = new HashMap<>();
        client.rows(
                        values.sql(
                                """
                                SELECT toString(contact) AS number, external_id, email
                                FROM
                                (
                                  SELECT contact, external_id, email, gone
                                  FROM contacts
                                  WHERE workspace = %s AND contact IN (SELECT toUInt128(arrayJoin(%s)))
                                  ORDER BY contact, version DESC
                                  LIMIT 1 BY contact
                                )
                                WHERE gone = 0
                                """
                                        .formatted(
                                                values.text(workspace),
                                                values.texts(contacts.stream()
                                                        .map(BigInteger::toString)
                                                        .toList()))),
                        bounds)
                .forEach(row -> {
                    BigInteger number = new BigInteger(row.path("number").asText());
                    found.put(
                            number,
                            new Human(
                                    ContactId.ofNumber(number),
                                    row.path("external_id").asText(),
                                    row.path("email").asText()));
                });
        return contacts.stream()
                .map(number -> found.getOrDefault(number, Human.unknown(ContactId.ofNumber(number))))
                .toList();
    }
}
