package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anonymous history joins the known contact in every query, events that were stored before the merge included. */
class IdentityIT {

    private final Api api = Api.start();
    private long version;

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void countsFunnelsListsAndSqlSeeOneContact() {
        anonymous("a1", "visit", "2026-03-01T10:00:00.000Z");
        api.track("ann", "order", "2026-03-01T11:00:00.000Z").stored();
        assertThat(unique()).isEqualTo(2);
        assertThat(converted()).isZero();
        assertThat(listed("ann")).containsExactly("order");
        assertThat(Api.texts(
                        api.sql(200, "SELECT DISTINCT contact_id FROM events").path("data"), "contact_id"))
                .hasSize(2);

        slice(person("a1"), 0, id("ann"));

        assertThat(unique()).isEqualTo(1);
        assertThat(converted()).isEqualTo(1);
        assertThat(listed("ann")).containsExactly("order", "visit");
        assertThat(listed("a1")).containsExactly("order", "visit");
        assertThat(listed(id("ann").toString())).containsExactly("order", "visit");
        assertThat(Api.texts(
                        api.sql(200, "SELECT DISTINCT contact_id FROM events").path("data"), "contact_id"))
                .containsExactly(id("ann").toString());
        assertThat(api.sql(200, "SELECT count() AS n FROM events WHERE event = 'visit'")
                        .path("data")
                        .get(0)
                        .path("n")
                        .asLong())
                .isEqualTo(1);
        assertThat(get("/v1/analytics/overview").path("total_contacts").asLong())
                .isEqualTo(1);
    }

    @Test
    void eventsBelongToWhomTheIdWasLinkedToAsTheyArrived() {
        anonymous("a1", "visit", "2026-03-01T10:00:00.000Z");
        anonymous("a1", "visit", "2026-03-02T10:00:00.000Z");
        api.track("ann", "order", "2026-03-01T11:00:00.000Z")
                .track("bob", "order", "2026-03-01T11:00:00.000Z")
                .stored();
        slice(person("a1"), 0, id("ann"));
        slice(person("a1"), Instant.parse("2026-03-02T10:00:00.000Z").toEpochMilli(), id("bob"));

        assertThat(listed("ann")).containsExactly("order", "visit");
        assertThat(listed("bob")).containsExactly("visit", "order");
        assertThat(unique()).isEqualTo(2);
        assertThat(converted()).isEqualTo(1);
    }

    private void anonymous(String id, String event, String at) {
        api.track(id, event, at);
        ObjectNode row = api.lastRow();
        row.put("person", person(id).number());
        row.put("user_id", "");
        row.put("anonymous_id", id);
        row.put(
                "text",
                row.path("text")
                        .asText()
                        .replace(
                                "\"userId\":\"" + id + "\",\"anonymousId\":null",
                                "\"userId\":null,\"anonymousId\":\"" + id + "\""));
    }

    private ContactId person(String anonymousId) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.ANONYMOUS, anonymousId));
    }

    private ContactId id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }

    private void slice(ContactId person, long from, ContactId contact) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put("person", person.number());
        row.put("from_ms", from);
        row.put("contact", contact.number());
        row.put("version", ++version);
        api.clickhouse()
                .insert(
                        "identities",
                        "JSONEachRow",
                        new ByteArrayInputStream(row.toString().getBytes(StandardCharsets.UTF_8)),
                        UUID.randomUUID().toString());
    }

    private long unique() {
        return api.query("{\"type\":\"unique_contacts\",\"event\":\"*\",\"from\":\"2026-03-01\",\"to\":\"2026-03-03\"}")
                .path("total")
                .asLong();
    }

    private long converted() {
        return api.query(
                        """
                        {"type":"funnel","from":"2026-03-01","to":"2026-03-03","steps":[{"event":"visit"},{"event":"order"}]}
                        """)
                .path("data")
                .get(1)
                .path("count")
                .asLong();
    }

    private List<String> listed(String contact) {
        return Api.texts(get("/v1/analytics/events?contact_id=" + contact).path("data"), "event");
    }

    private JsonNode get(String path) {
        return api.json(200, api.get(path, api.secretKey));
    }
}
