package io.millrace.bench.analytics;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.Sql;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How statements may find whose an event is where a tenth of all persons belongs to another contact. */
final class IdentityWays {

    private static final String DICTIONARY = "identities_in_memory";
    private static final int LINKED_SHARE = 10;

    private static final String LINKS =
            "SELECT person AS linked_person, argMaxIf(contact, version, from_ms = 0) AS first_contact FROM identities"
                    + " WHERE workspace = {workspace:String} GROUP BY person";

    private final EventTable table;
    private final GeneratedEvents events;
    private final int runs;

    IdentityWays(EventTable table, GeneratedEvents events, int runs) {
        this.table = table;
        this.events = events;
        this.runs = runs;
    }

    void measure() throws InterruptedException {
        table.fill("events", events);
        link();
        table.awaitMerges();
        long start = System.nanoTime();
        dictionary();
        Timing.say(
                "identities: %,d events, %,d of %,d persons linked; the dictionary is read in %d ms and takes %,d bytes",
                events.count(),
                events.contacts() / LINKED_SHARE,
                events.contacts(),
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                table.client()
                        .rows(Sql.of("SELECT bytes_allocated AS n FROM system.dictionaries WHERE name = '" + DICTIONARY
                                + "'"))
                        .get(0)
                        .path("n")
                        .asLong());
        Timing.say("| way | uniques of one event, ms | bits of weeks per contact, any event, ms |");
        Timing.say("|---|---|---|");
        ways().forEach((name, way) -> Timing.say(
                "| %s | %,.0f | %,.0f |",
                name,
                millis("SELECT uniqExact(%s) FROM %s WHERE workspace = {workspace:String} AND event = 'view'"
                        .formatted(way.contact(), way.from())),
                millis(
                        "SELECT %s AS actor, groupBitOr(bitShiftLeft(toUInt64(1), toWeek(timestamp))) FROM %s WHERE workspace = {workspace:String} GROUP BY actor"
                                .formatted(way.contact(), way.from()))));
        Timing.say("%s", Timing.load());
    }

    private record Way(String contact, String from) {}

    private static Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("as if nobody were linked", new Way("person", "events"));
        ways.put(
                "a join",
                new Way(
                        "if(first_contact != 0, first_contact, person)",
                        "events ANY LEFT JOIN (" + LINKS + ") AS slices ON person = linked_person"));
        ways.put(
                "a dictionary",
                new Way("dictGetOrDefault('" + DICTIONARY + "', 'contact', tuple(person), person)", "events"));
        return ways;
    }

    private double millis(String question) {
        Sql sql = new Sql(question + " FORMAT Null", Map.of("workspace", events.workspace()));
        table.client().execute(sql);
        return Timing.inTurn(runs, () -> table.client().execute(sql))[0].medianMillis();
    }

    private void link() {
        table.client()
                .execute(new Sql(
                        """
                        INSERT INTO identities (workspace, person, from_ms, contact, version)
                        SELECT {workspace:String}, bitShiftRight(reinterpretAsUInt128(sipHash128(concat('user-', toString(number * 10)))), 48),
                          0, bitShiftRight(reinterpretAsUInt128(sipHash128(concat('user-', toString(number * 10 + 1)))), 48), 1
                        FROM numbers({links:UInt64})
                        """,
                        Map.of("workspace", events.workspace(), "links", events.contacts() / LINKED_SHARE)));
    }

    private void dictionary() {
        ClickHouseEndpoint endpoint = table.endpoint();
        table.client()
                .execute(Sql.of(
                        """
                        CREATE DICTIONARY %s (person UInt128, contact UInt128)
                        PRIMARY KEY person
                        SOURCE(CLICKHOUSE(USER '%s' PASSWORD '%s'
                          QUERY 'SELECT person, argMaxIf(contact, version, from_ms = 0) AS contact FROM %s.identities GROUP BY person'))
                        LAYOUT(COMPLEX_KEY_HASHED())
                        LIFETIME(0)
                        """
                                .formatted(DICTIONARY, endpoint.user(), endpoint.password(), endpoint.database())));
        table.client().execute(Sql.of("SYSTEM RELOAD DICTIONARY " + DICTIONARY));
    }
}
