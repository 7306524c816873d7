package io.millrace.query.purge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.testing.EmbeddedServices;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over rows as the jobs write them: ann with her browser and a contact merged into hers, beside zed, who stays. */
class PurgeIT {

    private static final Instant DELETED = Instant.parse("2026-02-01T12:00:00.123Z");
    private static final Instant BEFORE = DELETED.minusSeconds(60);
    private static final Instant AFTER = DELETED.plusMillis(1);

    private final String workspace = EmbeddedServices.freshWorkspace().id();
    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    private final PurgeStore store = new PurgeStore(client);
    private final BigInteger ann = person(Person.Kind.USER, "ann-the-first");
    private final BigInteger browser = person(Person.Kind.ANONYMOUS, "browser-of-ann");
    private final BigInteger anna = person(Person.Kind.USER, "anna-her-double");
    private final BigInteger zed = person(Person.Kind.USER, "zed");

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void nothingOfThePurgedContactIsLeftAndNothingElseIsGone() {
        storeAll();
        List<String> ofZed = rowsWith("zed", zed);
        assertThat(ofZed).hasSize(12);
        assertThat(rowsWith("ann@example.org", ann)).hasSizeGreaterThan(10);

        store.ask(workspace, ContactId.ofNumber(ann), DELETED);
        purger(DELETED).sweep();

        for (BigInteger number : List.of(ann, browser, anna)) {
            assertThat(rowsWith(number.toString(), number))
                    .allMatch(row -> row.startsWith("identities")
                            || row.startsWith("purges")
                            || row.contains("\"user_id\":\"returned\""));
        }
        for (String name : List.of("ann-the-first", "browser-of-ann", "anna-her-double", "ann@example.org")) {
            assertThat(rowsWith(name, BigInteger.TEN.pow(30))).isEmpty();
        }
        // What is left of identities says to whom later arrivals belong, and nothing of the time before.
        assertThat(client.rows(new Sql(
                        "SELECT toString(person) AS p FROM identities WHERE workspace = {w:String} AND from_ms = {ms:Int64}"
                                + " ORDER BY p",
                        Map.of("w", workspace, "ms", AFTER.toEpochMilli()))))
                .hasSize(3);
        assertThat(count("identities")).isEqualTo(3);
        assertThat(rowsWith("zed", zed)).isEqualTo(ofZed);
        assertThat(count("events")).isEqualTo(2);
    }

    @Test
    void rowsThatAReplayBringsBackAreRemovedAgain() {
        storeAll();
        store.ask(workspace, ContactId.ofNumber(ann), DELETED);
        Purger purger = purger(DELETED);
        purger.sweep();
        assertThat(store.returned()).noneMatch(purge -> purge.workspace().equals(workspace));

        storeAll();
        assertThat(store.returned())
                .filteredOn(purge -> purge.workspace().equals(workspace))
                .hasSize(1);
        // Another program, started on the same data.
        purger(DELETED).sweepReturned();

        assertThat(store.returned()).noneMatch(purge -> purge.workspace().equals(workspace));
        assertThat(client.rows(new Sql(
                        "SELECT DISTINCT user_id FROM events WHERE workspace = {w:String} AND received_at < {t:String}"
                                + " AND user_id != 'zed'",
                        Map.of("w", workspace, "t", time(AFTER)))))
                .isEmpty();
        assertThat(rowsWith("anna-her-double", anna))
                .allMatch(row -> row.startsWith("identities") || row.startsWith("purges"))
                .noneMatch(row -> row.contains("anna-her-double"));
    }

    @Test
    void aDeletionIsFollowedByAPurgeAfterThirtyDaysAndNotBefore() {
        storeAll();

        Purger early = purger(DELETED.plus(Duration.ofDays(30)).minusMillis(1));
        early.askForOld();
        early.sweep();
        assertThat(count("profile_writes")).isEqualTo(4);

        Purger late = purger(DELETED.plus(Duration.ofDays(30)).plusMillis(1));
        late.askForOld();
        late.askForOld();
        late.sweep();
        assertThat(count("profile_writes")).isEqualTo(1);
        assertThat(count("contacts")).isEqualTo(1);
    }

    @Test
    void whoIsNotDeletedYetIsNotPurged() {
        storeAll();

        store.ask(workspace, ContactId.ofNumber(zed), DELETED);
        purger(DELETED).sweep();

        assertThat(rowsWith("zed", zed)).isNotEmpty();
        assertThat(count("contacts")).isEqualTo(3);
    }

    private Purger purger(Instant now) {
        return new Purger(client, Duration.ofDays(30), Duration.ZERO, Clock.fixed(now, ZoneOffset.UTC), () -> false);
    }

    private void storeAll() {
        BigInteger annsNext = BigInteger.valueOf(77);
        insert(
                "events",
                event(ann, "ann-the-first", "", BEFORE),
                event(browser, "", "browser-of-ann", BEFORE),
                event(anna, "anna-her-double", "", BEFORE),
                event(ann, "ann-the-first", "", DELETED),
                // Of the contact that begins with the next arrival.
                event(ann, "returned", "", AFTER),
                event(zed, "zed", "", BEFORE));
        insert(
                "identities",
                slice(browser, "a", "browser-of-ann", 0, ann, BEFORE),
                slice(anna, "u", "anna-her-double", 0, ann, BEFORE),
                slice(ann, "u", "ann-the-first", AFTER.toEpochMilli(), annsNext, DELETED),
                slice(browser, "a", "browser-of-ann", AFTER.toEpochMilli(), annsNext, DELETED),
                slice(anna, "u", "anna-her-double", AFTER.toEpochMilli(), annsNext, DELETED));
        insert(
                "contacts",
                contact(ann, "ann-the-first", 0, 0, BEFORE),
                contact(anna, "anna-her-double", 1, 1, BEFORE),
                contact(ann, "ann-the-first", 1, 0, DELETED),
                contact(zed, "zed", 0, 0, BEFORE));
        insert("profile_writes", write(ann), write(browser), write(anna), write(zed));
        for (BigInteger contact : List.of(ann, anna, zed)) {
            insert("segment_changes", of(contact).put("segment", "seg"));
            insert("segment_members", of(contact).put("segment", "seg").put("is_member", 1));
            insert("messages", of(contact).put("campaign", "cmp").put("send_id", "send_" + contact));
            insert("enrollment_steps", of(contact).put("campaign", "cmp").put("run", "run_" + contact));
            insert("onsite_messages", of(contact).put("send_id", "send_" + contact));
            insert(
                    "webhook_log",
                    of(contact).put("delivery", "d" + contact).put("body", "{\"id\":\"" + contact + "\"}"));
            insert("api_outcomes", of(contact).put("request_id", "r").put("at", time(Instant.now())));
        }
        insert(
                "rejected_events",
                rejected("{\"userId\":\"ann-the-first\",\"timestamp\":\"?\"}"),
                rejected("{\"anonymousId\":\"browser-of-ann\"}"),
                rejected("{\"userId\":\"zed\",\"event\":\"\"}"));
        insert(
                "contact_import_errors",
                fileRow(1, "ann-the-first,ann@example.org,oops"),
                fileRow(2, "{\"email\":\"ann@example.org\",\"x\":1}"),
                fileRow(3, "zed,annie@example.org,oops"));
    }

    private ObjectNode own() {
        return Json.MAPPER.createObjectNode().put("workspace", workspace);
    }

    private ObjectNode of(BigInteger contact) {
        return own().put("contact", contact);
    }

    private ObjectNode event(BigInteger person, String user, String anonymous, Instant at) {
        return own().put("type", "track")
                .put("event", "buy")
                .put("person", person)
                .put("user_id", user)
                .put("anonymous_id", anonymous)
                .put("timestamp", time(at))
                .put("received_at", time(at))
                .put("text", "{\"userId\":\"" + user + "\"}");
    }

    private ObjectNode slice(BigInteger person, String kind, String id, long from, BigInteger contact, Instant at) {
        return of(contact)
                .put("person", person)
                .put("from_ms", from)
                .put("kind", kind)
                .put("id", id)
                .put("version", at.toEpochMilli() * PurgeScopes.VERSIONS_PER_MILLI);
    }

    private ObjectNode contact(BigInteger contact, String id, int gone, int merged, Instant at) {
        return of(contact)
                .put("external_id", id)
                .put("email", id.startsWith("ann-") ? "ann@example.org" : "")
                .put("gone", gone)
                .put("merged_into", merged == 1 ? ann : BigInteger.ZERO)
                .put("version", at.toEpochMilli() * PurgeScopes.VERSIONS_PER_MILLI);
    }

    private ObjectNode write(BigInteger person) {
        return own().put("field", "trait")
                .put("key", "plan")
                .put("person", person)
                .put("value", "1")
                .put("timestamp", time(BEFORE))
                .put("received_at", time(BEFORE));
    }

    private ObjectNode rejected(String payload) {
        return own().put("received_at", time(BEFORE)).put("payload", payload);
    }

    private ObjectNode fileRow(int row, String payload) {
        return own().put("import_id", "imp").put("row", row).put("payload", payload);
    }

    private void insert(String table, ObjectNode... rows) {
        StringBuilder lines = new StringBuilder();
        for (ObjectNode row : rows) {
            lines.append(row).append('\n');
        }
        client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString());
    }

    /** Every row of every table that has the text or the number in any column, as table name and JSON. */
    private List<String> rowsWith(String text, BigInteger number) {
        List<String> found = new ArrayList<>();
        for (JsonNode table :
                client.rows(Sql.of("SELECT DISTINCT table AS tab FROM system.columns WHERE database = currentDatabase()"
                        + " AND name = 'workspace' ORDER BY table"))) {
            String name = table.path("tab").asText();
            for (JsonNode row : client.rows(new Sql(
                    "SELECT * FROM {table:Identifier} WHERE workspace = {w:String}",
                    Map.of("table", name, "w", workspace)))) {
                String json = row.toString();
                if (json.contains(text) || json.contains(number.toString())) {
                    found.add(name + " " + json);
                }
            }
        }
        found.sort(null);
        return found;
    }

    private long count(String table) {
        return client.rows(new Sql(
                        "SELECT count() AS n FROM {table:Identifier} WHERE workspace = {w:String}",
                        Map.of("table", table, "w", workspace)))
                .get(0)
                .path("n")
                .asLong();
    }

    private BigInteger person(Person.Kind kind, String id) {
        return ContactId.of(workspace, new Person(kind, id)).number();
    }

    private static String time(Instant at) {
        return at.toString().replace('T', ' ').replace("Z", "");
    }
}
