package io.millrace.query.purge;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.purge.PurgeScope.Arrivals;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Table {@code purges}: which contacts are to be removed, and which must not come back. Thread-safe. */
public final class PurgeStore {

    private final ClickHouseClient client;

    public PurgeStore(ClickHouseClient client) {
        this.client = client;
    }

    /** Asks for a deleted contact's rows to be removed; asked again, nothing changes. */
    public void ask(String workspace, ContactId contact, Instant now) {
        SqlValues values = new SqlValues();
        String owner = values.text(workspace);
        String number = PurgeScope.number(contact.number(), values);
        client.execute(values.sql(
                """
                INSERT INTO purges (workspace, contact, state, requested_at, version)
                SETTINGS insert_deduplicate = 0
                SELECT %s, %s, 'asked', fromUnixTimestamp64Milli(%s), 0
                WHERE NOT EXISTS (SELECT 1 FROM purges WHERE workspace = %s AND contact = %s)
                """
                        .formatted(owner, number, values.whole(now.toEpochMilli()), owner, number)));
    }

    /** Asks for all that were deleted long enough ago. */
    void askForOld(Instant now, Duration age) {
        SqlValues values = new SqlValues();
        String millis = values.whole(now.toEpochMilli());
        client.execute(values.sql(
                """
                INSERT INTO purges (workspace, contact, state, requested_at, version)
                SETTINGS insert_deduplicate = 0
                SELECT workspace, contact, 'asked', fromUnixTimestamp64Milli(%s), 0
                FROM contacts FINAL
                WHERE gone = 1 AND merged_into = 0 AND version < %s
                  AND (workspace, contact) NOT IN (SELECT workspace, contact FROM purges)
                """
                        .formatted(
                                millis, values.whole(now.minus(age).toEpochMilli() * PurgeScopes.VERSIONS_PER_MILLI))));
    }

    /** What is still to be done, the oldest first. */
    List<Purge> open() {
        return purges(
                client.rows(
                        new SqlValues()
                                .sql(
                                        """
                        SELECT workspace, toString(contact) AS id
                        FROM purges FINAL
                        WHERE state != 'done'
                        ORDER BY requested_at, workspace, contact
                        LIMIT 1000
                        """)));
    }

    /** What a purge that has begun removes; empty if it has not. */
    Optional<PurgeScope> scope(Purge purge) {
        SqlValues values = new SqlValues();
        return client
                .rows(values.sql(
                        """
                        SELECT arrayMap(x -> toString(x), contacts) AS contacts, arrayMap(x -> toString(x), persons) AS persons,
                          from_ms, until_ms
                        FROM purges FINAL
                        WHERE workspace = %s AND contact = %s AND state != 'asked'
                        """
                                .formatted(values.text(purge.workspace()), PurgeScope.number(purge.contact(), values))))
                .stream()
                .findFirst()
                .map(PurgeStore::scope);
    }

    private static PurgeScope scope(JsonNode row) {
        TreeSet<BigInteger> contacts = new TreeSet<>();
        row.path("contacts").forEach(contact -> contacts.add(new BigInteger(contact.asText())));
        List<Arrivals> arrivals = new ArrayList<>();
        for (int i = 0; i < row.path("persons").size(); i++) {
            arrivals.add(new Arrivals(
                    new BigInteger(row.path("persons").get(i).asText()),
                    row.path("from_ms").get(i).asLong(),
                    row.path("until_ms").get(i).asLong()));
        }
        return new PurgeScope(contacts, arrivals);
    }

    /** From here on it is known what must not come back, whatever becomes of the rows that told it. */
    void mark(Purge purge, PurgeScope scope, Instant now) {
        put(purge, scope, "marked", 1, now);
    }

    void done(Purge purge, PurgeScope scope, Instant now) {
        put(purge, scope, "done", 2, now);
    }

    private void put(Purge purge, PurgeScope scope, String state, long version, Instant now) {
        SqlValues values = new SqlValues();
        List<BigInteger> persons =
                scope.arrivals().stream().map(Arrivals::person).toList();
        client.execute(values.sql(
                """
                INSERT INTO purges SETTINGS insert_deduplicate = 0
                SELECT %s, %s, %s, fromUnixTimestamp64Milli(%s), [%s], [%s], %s, %s, %s
                """
                        .formatted(
                                values.text(purge.workspace()),
                                PurgeScope.number(purge.contact(), values),
                                values.text(state),
                                values.whole(now.toEpochMilli()),
                                PurgeScope.numbers(scope.contacts(), values),
                                String.join(
                                        ", ",
                                        persons.stream()
                                                .map(person -> PurgeScope.number(person, values))
                                                .toList()),
                                values.wholes(scope.arrivals().stream()
                                        .map(Arrivals::fromMillis)
                                        .toList()),
                                values.wholes(scope.arrivals().stream()
                                        .map(Arrivals::untilMillis)
                                        .toList()),
                                values.whole(version))));
    }

    /** Those that are done, and of which there are rows again: a job has replayed what came long ago. */
    List<Purge> returned() {
        return purges(
                client.rows(
                        new SqlValues()
                                .sql(
                                        """
                        SELECT DISTINCT workspace, toString(purged) AS id
                        FROM
                        (
                          SELECT workspace, purged
                          FROM
                          (
                            SELECT workspace, person, received_at FROM events
                            UNION ALL SELECT workspace, person, received_at FROM profile_writes
                          ) AS rows
                          INNER JOIN
                          (
                            SELECT workspace, contact AS purged, person, from_at, until_at
                            FROM purges FINAL
                            ARRAY JOIN persons AS person, from_ms AS from_at, until_ms AS until_at
                            WHERE state = 'done'
                          ) AS marks USING (workspace, person)
                          WHERE toUnixTimestamp64Milli(received_at) >= from_at
                            AND toUnixTimestamp64Milli(received_at) < until_at
                          UNION ALL
                          SELECT workspace, purged
                          FROM
                          (
                            SELECT workspace, contact FROM contacts
                            UNION ALL SELECT workspace, contact FROM segment_members
                            UNION ALL SELECT workspace, contact FROM segment_changes
                            UNION ALL SELECT workspace, contact FROM messages
                            UNION ALL SELECT workspace, contact FROM enrollment_steps
                            UNION ALL SELECT workspace, contact FROM identities
                          ) AS rows
                          INNER JOIN
                          (
                            SELECT workspace, purges.contact AS purged, one AS contact
                            FROM purges FINAL
                            ARRAY JOIN contacts AS one
                            WHERE state = 'done'
                          ) AS marks USING (workspace, contact)
                          UNION ALL
                          SELECT workspace, purged
                          FROM (SELECT workspace, person, from_ms AS at FROM identities WHERE id != '') AS rows
                          INNER JOIN
                          (
                            SELECT workspace, contact AS purged, person, until_at AS at
                            FROM purges FINAL
                            ARRAY JOIN persons AS person, until_ms AS until_at
                            WHERE state = 'done'
                          ) AS marks USING (workspace, person, at)
                        )
                        """)));
    }

    private static List<Purge> purges(List<JsonNode> rows) {
        return rows.stream()
                .map(row -> new Purge(
                        row.path("workspace").asText(),
                        new BigInteger(row.path("id").asText())))
                .toList();
    }
}
