package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Filters and groups by what the contact is now. Each contact has as many events as its place in the list of names: ann
 * 1, bob 2, cid 4, dot 8, so that a count names who matched; a1, who is ann's anonymous past, has 16, gone 32, nil 64.
 */
class ContactFieldsIT {

    private static final Api api = Api.start();
    private static long version;

    @BeforeAll
    static void store() {
        events("ann", 1);
        events("bob", 2);
        events("cid", 4);
        events("dot", 8);
        events("gone", 32);
        events("nil", 64);
        for (int i = 0; i < 16; i++) {
            api.track("a1", "n", "2026-02-01T01:00:00.000Z");
            api.lastRow().put("person", anonymous("a1").number()).put("user_id", "");
        }
        api.stored();
        ObjectNode slice = row().put("person", anonymous("a1").number());
        slice.put("from_ms", 0).put("contact", id("ann").number()).put("version", ++version);
        api.insert("identities", List.of(slice));
        contact("ann", "{\"plan\":\"free\"}", List.of());
        contact(
                "ann",
                "{\"plan\":\"gold\",\"age\":30,\"tags\":[\"Red\",3],\"at\":\"2026-03-15T11:30:00Z\",\"address\":{\"city\":\"Köln\"}}",
                List.of("seg_a", "seg_b"));
        contact("bob", "{\"plan\":\"tin\",\"age\":\"30.0\",\"address\":{\"city\":\"\"}}", List.of("seg_b"));
        contact("cid", "{\"plan\":\"$x\",\"age\":5,\"extra\":null}", List.of());
        contact("dot", "{}", List.of());
        ObjectNode gone = contact("gone", "{\"plan\":\"gold\"}", List.of("seg_a"));
        api.insert("contacts", List.of(gone.put("gone", 1).put("version", ++version)));
        member("seg_a", "ann", true);
        member("seg_b", "ann", true);
        member("seg_b", "bob", true);
        member("seg_b", "cid", true);
        member("seg_b", "cid", false);
        for (String segment : List.of("seg_a", "seg_b")) {
            api.definitions.put(
                    new Definition.Key(Definition.Kind.SEGMENT, api.workspace.id(), segment), Definitions.ABSENT, "{}");
        }
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            # ann is 1 + 16; gone (32) and nil (64) have no traits
            traits.plan | "op":"eq","value":"gold"         | 17
            traits.plan | "op":"neq","value":"gold"        | 110
            traits.plan | "op":"in","value":["gold","tin"] | 19
            traits.plan | "op":"not_in","value":["gold"]   | 110
            traits.plan | "op":"exists"                    | 23
            traits.plan | "op":"not_exists"                | 104
            traits.plan | "op":"contains","value":"OL"     | 17
            traits.plan | "op":"not_contains","value":"o"  | 110
            traits.age  | "op":"eq","value":30             | 19
            traits.age  | "op":"gt","value":"5"            | 19
            traits.age  | "op":"lte","value":5             | 4
            traits.age  | "op":"contains","value":0        | 19
            traits.tags | "op":"contains","value":"red"    | 0
            traits.tags | "op":"contains","value":"3"      | 17
            traits.at   | "op":"within_last","value":"1h"  | 17
            traits.at   | "op":"within_last","value":"30m" | 0
            traits.at   | "op":"older_than","value":"30m"  | 17
            traits.address | "op":"exists"                 | 17
            traits.address.city | "op":"eq","value":"Köln" | 17
            traits.address.city | "op":"not_exists"        | 110
            traits.extra | "op":"exists"                   | 0
            segments    | "op":"in","value":["seg_a"]      | 17
            segments    | "op":"in","value":"seg_b"        | 19
            segments    | "op":"not_in","value":["seg_b"]  | 108
            segments    | "op":"in","value":["seg_a","seg_b"] | 19
            segments    | "op":"not_in","value":["seg_a","seg_b"] | 108
            segments    | "op":"in","value":[]             | 0
            segments    | "op":"not_in","value":[]         | 127
            """)
    void filters(String field, String rest, long matched) {
        String query = "{\"type\":\"event_count\",\"event\":\"n\",\"from\":\"2026-02-01\",\"to\":\"2026-02-01\","
                + "\"filters\":[{\"field\":\"" + field + "\"," + rest + "}]}";

        assertThat(api.query(query).path("total").asLong()).isEqualTo(matched);
    }

    @Test
    void groupsAreWhatTheContactIsNow() {
        assertThat(groups("\"traits.plan\"")).containsExactly("gold=17/1", "$$x=4/1", "tin=2/1", "$none=104/3");
        assertThat(groups("\"segments\"")).containsExactly("seg_a,seg_b=17/1", "seg_b=2/1", "$none=108/4");
        assertThat(groups("[\"traits.address.city\",\"traits.tags\"]"))
                .containsExactly("Köln|[\"Red\",3]=17/1", "$none|$none=110/5");
        assertThat(groups("{\"field\":\"traits.age\",\"bins\":2}"))
                .containsExactly("[17.5,30]=19/2", "[5,17.5)=4/1", "$none=104/3");
    }

    @Test
    void funnelsKnowTheSameFields() {
        JsonNode answer = api.query(
                """
                {"type":"funnel","steps":[{"event":"n"},{"event":"n","filters":{"segments":["seg_b"]}}],
                 "from":"2026-02-01","to":"2026-02-01","group_by":"traits.plan"}
                """);

        assertThat(answer.path("data").get(0).path("count").asLong()).isEqualTo(6);
        // One event fills one step: ann has 17, bob 2.
        assertThat(answer.path("data").get(1).path("count").asLong()).isEqualTo(2);
        assertThat(Api.texts(answer.path("groups"), "label")).containsExactly("$$x", "gold", "tin", "$none");
    }

    @Test
    void aSegmentThatIsNotThereIsNotFound() {
        JsonNode error = api.json(
                        404,
                        api.post(
                                "/v1/analytics/query",
                                api.secretKey,
                                "{\"type\":\"event_count\",\"filters\":{\"segments\":[\"seg_z\"]}}"))
                .path("error");

        assertThat(error.path("code").asText()).isEqualTo("not_found");
        assertThat(error.path("message").asText()).contains("seg_z");
    }

    @Test
    void segmentsKnowNoOtherOperators() {
        assertThat(api.refused(
                                "{\"type\":\"event_count\",\"filters\":[{\"field\":\"segments\",\"op\":\"eq\",\"value\":\"x\"}]}")
                        .path("details")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo("/filters/0/op");
    }

    private static List<String> groups(String groupBy) {
        String query = "{\"type\":\"%s\",\"event\":\"n\",\"from\":\"2026-02-01\",\"to\":\"2026-02-01\",\"group_by\":"
                + groupBy + "}";
        JsonNode counts = api.query(query.formatted("event_count")).path("groups");
        JsonNode uniques = api.query(query.formatted("unique_contacts")).path("groups");
        return Api.texts(counts, "label").stream()
                .map(label -> label + "=" + total(counts, label) + "/" + total(uniques, label))
                .toList();
    }

    private static long total(JsonNode groups, String label) {
        for (JsonNode group : groups) {
            if (group.path("label").asText().equals(label)) {
                return group.path("total").asLong();
            }
        }
        return -1;
    }

    private static void events(String user, int count) {
        for (int i = 0; i < count; i++) {
            api.track(user, "n", "2026-02-01T01:00:00.000Z");
        }
    }

    private static ObjectNode contact(String user, String traits, List<String> segments) {
        ObjectNode row = row().put("contact", id(user).number());
        row.put("external_id", user).put("traits", traits).put("version", ++version);
        segments.forEach(row.withArray("segments")::add);
        api.insert("contacts", List.of(row));
        return row;
    }

    private static void member(String segment, String user, boolean is) {
        ObjectNode row = row().put("segment", segment).put("contact", id(user).number());
        api.insert("segment_members", List.of(row.put("is_member", is ? 1 : 0).put("version", ++version)));
    }

    private static ObjectNode row() {
        return Json.MAPPER.createObjectNode().put("workspace", api.workspace.id());
    }

    private static ContactId id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }

    private static ContactId anonymous(String id) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.ANONYMOUS, id));
    }
}
