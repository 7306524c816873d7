package io.millrace.query.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.Values;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.request.Json;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.rule.HistoryEvent;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A workspace whose rows a test writes as the jobs do. Contacts are named by their external ids. */
final class StoredAudience implements AutoCloseable {

    final Workspace workspace;
    final Map<String, SegmentRule> segments = new HashMap<>();
    final Set<String> optOutGroups = new TreeSet<>();
    private final ClickHouseClient client = new ClickHouseClient(EmbeddedServices.clickhouse());
    final AudienceStore store = new AudienceStore(client, Map.of());
    private final Map<String, StringBuilder> pending = new LinkedHashMap<>();
    private final Map<BigInteger, String> names = new HashMap<>();
    private long sequence;
    private long lastVersion;

    StoredAudience(ZoneId zone) {
        Workspace fresh = EmbeddedServices.freshWorkspace();
        workspace = new Workspace(fresh.id(), fresh.name(), fresh.slug(), zone, fresh.createdAt());
    }

    BigInteger hash(Person person, int generation) {
        return ContactId.of(workspace.id(), person, generation).number();
    }

    static Person user(String id) {
        return new Person(Person.Kind.USER, id);
    }

    static Person anonymous(String id) {
        return new Person(Person.Kind.ANONYMOUS, id);
    }

    StoredAudience contact(String user) {
        return contact(user(user), 0, 0, false);
    }

    /** @param createdAt when it was first seen, in epoch milliseconds */
    StoredAudience contact(Person root, int generation, long createdAt, boolean gone) {
        ObjectNode row = row("contacts");
        row.put("contact", hash(root, generation));
        row.put(root.kind() == Person.Kind.USER ? "external_id" : "anonymous_id", root.id());
        row.put("generation", generation);
        row.put("created_at", time(createdAt));
        row.put("updated_at", time(createdAt));
        row.put("gone", gone ? 1 : 0);
        row.put("version", ++sequence);
        names.put(hash(root, generation), root.id());
        return add("contacts", row);
    }

    /** As it stood after an instant; the later row wins. */
    StoredAudience contact(Person root, int generation, long createdAt, boolean gone, long instant) {
        ObjectNode row = row("contacts");
        row.put("contact", hash(root, generation));
        row.put(root.kind() == Person.Kind.USER ? "external_id" : "anonymous_id", root.id());
        row.put("generation", generation);
        row.put("created_at", time(createdAt));
        row.put("updated_at", time(instant));
        row.put("gone", gone ? 1 : 0);
        row.put("version", version(instant));
        names.put(hash(root, generation), root.id());
        return add("contacts", row);
    }

    /** Grows, and tells its instant, as long as there are less than 4096 rows of one. */
    private long version(long instant) {
        lastVersion = Math.max(lastVersion + 1, instant << 12);
        return lastVersion;
    }

    StoredAudience email(String user, String email) {
        ObjectNode row = row("contacts");
        row.put("contact", hash(user(user), 0));
        row.put("external_id", user);
        row.put("email", email);
        row.put("version", ++sequence);
        return add("contacts", row);
    }

    StoredAudience event(String user, String event, long at) {
        return event(user(user), event, at, at, Map.of());
    }

    StoredAudience event(String user, String event, long at, Map<String, String> properties) {
        return event(user(user), event, at, at, properties);
    }

    StoredAudience event(Person person, String event, long at, long received, Map<String, String> properties) {
        return event(person, "track", event, at, received, 0, ++sequence, properties);
    }

    StoredAudience event(
            Person person,
            String type,
            String event,
            long at,
            long received,
            int partition,
            long offset,
            Map<String, String> properties) {
        ObjectNode row = row("events");
        row.put("type", type);
        row.put("event", event);
        row.put("timestamp", time(at));
        row.put("person", hash(person, 0));
        row.put("message_id", UUID.randomUUID().toString());
        row.put("received_at", time(received));
        row.put("partition", partition);
        row.put("offset", offset);
        ObjectNode stored = row.putObject("properties");
        properties.forEach(stored::put);
        return add("events", row);
    }

    /** As the event job stores it, with as much of its text as is read again. */
    StoredAudience event(HistoryEvent event) {
        boolean view = event.type() == EventType.PAGE || event.type() == EventType.SCREEN;
        ObjectNode row = row("events");
        row.put("type", event.type().text());
        row.put(
                "event",
                event.type() == EventType.TRACK
                        ? event.name()
                        : view ? event.type().text() : "");
        row.put("timestamp", time(event.timestamp()));
        row.put("person", hash(event.person(), 0));
        row.put("user_id", event.userId() == null ? "" : event.userId());
        row.put("anonymous_id", event.anonymousId() == null ? "" : event.anonymousId());
        row.put("message_id", event.messageId());
        row.put("received_at", time(event.arrival().millis()));
        row.put("partition", event.arrival().sequence() >>> 48);
        row.put("offset", event.arrival().sequence() & 0xffff_ffff_ffffL);
        flatten("", event.properties(), row.putObject("properties"));
        ObjectNode text = Json.MAPPER.createObjectNode();
        text.set("properties", event.properties());
        row.put("text", text.toString());
        return add("events", row);
    }

    private static void flatten(String path, JsonNode object, ObjectNode into) {
        object.fields().forEachRemaining(member -> {
            JsonNode value = member.getValue();
            String at = path + member.getKey();
            if (value.isObject()) {
                flatten(at + ".", value, into);
            } else if (!Values.isAbsent(value)) {
                into.put(at, value.isArray() ? value.toString() : value.asText());
            }
        });
    }

    StoredAudience trait(String user, String key, String json, long at) {
        return write(user(user), "trait", key, json, at, at, ++sequence);
    }

    StoredAudience write(Person root, String field, String key, String json, long at, long received, long order) {
        ObjectNode row = row("profile_writes");
        row.put("field", field);
        row.put("key", key);
        row.put("person", hash(root, 0));
        row.put("value", json);
        row.put("timestamp", time(at));
        row.put("received_at", time(received));
        row.put("sequence", order);
        return add("profile_writes", row);
    }

    StoredAudience write(Person root, ProfileWrite write) {
        return write(
                root,
                write.field().text(),
                write.key(),
                write.value(),
                write.timestamp(),
                write.arrival().millis(),
                write.arrival().sequence());
    }

    /** @param from the arrival in epoch milliseconds; 0 for the past too */
    StoredAudience slice(Person person, long from, Person root, int generation, long knownAt) {
        ObjectNode row = row("identities");
        row.put("person", hash(person, 0));
        row.put("from_ms", from);
        row.put("contact", hash(root, generation));
        row.put("kind", person.kind() == Person.Kind.USER ? "u" : "a");
        row.put("id", person.id());
        row.put("version", version(knownAt));
        return add("identities", row);
    }

    StoredAudience segment(String id, Rule rule) {
        segments.put(id, new SegmentRule(id, 1, rule));
        return this;
    }

    StoredAudience handKept(String id) {
        segments.put(id, new SegmentRule(id, 1, null));
        return this;
    }

    /** The names of the members. */
    Set<String> members(Rule rule, long at) {
        return members(rule, AsOf.at(at));
    }

    Set<String> members(Rule rule, AsOf asOf) {
        flush();
        Set<String> members = new TreeSet<>();
        store.members(scope(asOf.knownAt()), rule, asOf, Optional.empty(), 1_000)
                .forEach(id -> members.add(name(id.number())));
        return members;
    }

    Estimate estimate(Rule rule, long at) {
        flush();
        return store.estimate(scope(OptionalLong.empty()), rule, AsOf.at(at));
    }

    /** For each contact which of the rules hold. */
    Map<BigInteger, boolean[]> judgements(List<Rule> rules, AsOf asOf) {
        return judgements(rules, asOf, UnaryOperator.identity());
    }

    /** @param change what is done to the statement first */
    Map<BigInteger, boolean[]> judgements(List<Rule> rules, AsOf asOf, UnaryOperator<String> change) {
        flush();
        Sql sql = new AudienceSql(scope(asOf.knownAt()), asOf).judgements(rules);
        Map<BigInteger, boolean[]> judgements = new HashMap<>();
        for (JsonNode row :
                client.rows(new Sql(change.apply(sql.text()), sql.parameters()), AudienceStore.LONG_STATEMENTS)) {
            boolean[] held = new boolean[rules.size()];
            for (int i = 0; i < held.length; i++) {
                held[i] = row.path("held").get(i).asInt() == 1;
            }
            judgements.put(new BigInteger(row.path("contact").asText()), held);
        }
        return judgements;
    }

    /** A contact's history as explanations read it. */
    ContactHistory history(String name, long atMillis) {
        flush();
        return ContactHistory.read(workspace.id(), name, atMillis, client, Map.of());
    }

    String name(BigInteger contact) {
        return names.getOrDefault(contact, contact.toString());
    }

    AudienceScope scope(OptionalLong knownAt) {
        return store.scope(workspace, optOutGroups, id -> Optional.ofNullable(segments.get(id)), knownAt);
    }

    private ObjectNode row(String table) {
        pending.computeIfAbsent(table, name -> new StringBuilder());
        return Json.MAPPER.createObjectNode().put("workspace", workspace.id());
    }

    private StoredAudience add(String table, ObjectNode row) {
        pending.getOrDefault(table, new StringBuilder()).append(row).append('\n');
        return this;
    }

    void flush() {
        pending.forEach((table, rows) -> client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                UUID.randomUUID().toString()));
        pending.clear();
    }

    private static String time(long millis) {
        return Timestamps.format(millis).replace('T', ' ').replace("Z", "");
    }

    @Override
    public void close() {
        client.close();
    }
}
