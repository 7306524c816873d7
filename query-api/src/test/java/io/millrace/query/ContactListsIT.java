package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contacts, their events and segments, read page by page from rows as the audience job writes them. */
class ContactListsIT {

    private static final String DAY = "2026-02-01T00:00:00.000Z";

    private final Api api = Api.start();
    private final List<ObjectNode> rows = new ArrayList<>();
    private long version;

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void onlyTheLatestRowOfAContactCounts() {
        contact("ann", DAY, "old", "both");
        stored();
        contact("ann", DAY, "new", "both");
        contact("bob", DAY, "new");
        contact("eve", DAY, "new");
        gone("eve");
        stored();

        assertThat(listed("?tag=old")).isEmpty();
        assertThat(listed("?tag=new")).containsExactlyInAnyOrder("ann", "bob");
        assertThat(listed("?tag=both")).containsExactly("ann");
        assertThat(listed("")).containsExactlyInAnyOrder("ann", "bob");
    }

    @Test
    void filtersAreCombined() {
        contact("ann", "2026-01-01T00:00:00.000Z", "a");
        contact("bob", "2026-02-01T12:00:00.000Z", "a", "b");
        contact("cem", "2026-02-02T00:00:00.000Z", "b");
        anonymous("visitor", "2026-02-03T00:00:00.000Z", "a");
        stored();
        segment("seg_1", "ann", "bob");
        segment("seg_2");

        assertThat(listed("?created_after=2026-02-01")).containsExactlyInAnyOrder("bob", "cem", "");
        assertThat(listed("?created_after=2026-02-01T12:00:00Z")).containsExactlyInAnyOrder("cem", "");
        assertThat(listed("?created_before=2026-02-01T13:00:00+01:00")).containsExactly("ann");
        assertThat(listed("?created_after=2026-01-15&created_before=2026-02-02"))
                .containsExactly("bob");
        assertThat(listed("?known=true&tag=a")).containsExactlyInAnyOrder("ann", "bob");
        assertThat(listed("?known=false")).containsExactly("");
        assertThat(listed("?segment_id=seg_1")).containsExactlyInAnyOrder("ann", "bob");
        assertThat(listed("?segment_id=seg_1&tag=b")).containsExactly("bob");
        assertThat(listed("?segment_id=seg_1&tag=b&created_before=2026-02-01")).isEmpty();
        assertThat(listed("?segment_id=seg_2")).isEmpty();
        assertThat(listed("?email=bob@example.com")).containsExactly("bob");
        assertThat(listed("?external_id=cem")).containsExactly("cem");
        assertThat(api.get("/v1/contacts?segment_id=seg_9", api.secretKey).statusCode())
                .isEqualTo(404);
        assertThat(Api.texts(
                        api.json(
                                        400,
                                        api.get(
                                                "/v1/contacts?known=yes&created_after=soon&cursor=YzEuLTEuNQ&limit=0&page=2",
                                                api.secretKey))
                                .path("error")
                                .path("details"),
                        "field"))
                .containsExactly("page", "limit", "cursor", "created_after", "known");
    }

    @Test
    void pagesHoldEveryContactOnceThoughContactsChangeInBetween() {
        long seed = OracleSeed.of("contact lists");
        Random random = new Random(seed);
        List<String> everyone = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String user = "user" + i;
            everyone.add(user);
            contact(user, DAY, random.nextBoolean() ? "even" : "odd", "all");
        }
        stored();
        Set<String> members = new HashSet<>();
        for (String user : everyone) {
            if (random.nextInt(3) == 0) {
                members.add(user);
            }
        }
        segment("seg_a", members.toArray(String[]::new));
        leave("seg_a", members.stream().limit(20).toList());
        List<String> stay = members.stream().skip(20).toList();

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = page("?tag=all&limit=7" + cursor);
            seen.addAll(Api.texts(page.path("data"), "external_id"));
            cursor = page.path("has_more").asBoolean()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
            String changed = everyone.get(random.nextInt(500));
            contact(changed, DAY, "all", "changed");
            contact("later" + version, DAY, "later");
            stored();
        } while (!cursor.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(everyone);
        assertThat(walked("?segment_id=seg_a&limit=9")).containsExactlyElementsOf(byId(stay));
        assertThat(walked("?segment_id=seg_a&limit=100&tag=changed").size()).isEqualTo((int)
                walked("?tag=changed&limit=50").stream().filter(stay::contains).count());
    }

    @Test
    void aRareTagIsFoundBehindManyRowsThatOnceHadIt() {
        for (int i = 0; i < 300; i++) {
            contact("user" + i, DAY, "trial");
        }
        stored();
        for (int i = 0; i < 300; i++) {
            contact("user" + i, DAY, i % 100 == 7 ? new String[] {"trial", "paid"} : new String[] {"paid"});
        }
        stored();

        assertThat(walked("?tag=trial&limit=2"))
                .containsExactlyElementsOf(byId(List.of("user7", "user107", "user207")));
    }

    @Test
    void aListAsCsv() {
        contact("ann", DAY, "a", "b");
        stored();

        assertThat(api.get("/v1/contacts?format=csv", api.secretKey).body())
                .isEqualTo("id,email,external_id,anonymous_id,traits,tags,scores,created_at,updated_at\r\n" + id("ann")
                        + ",ann@example.com,ann,,{},\"a,b\",{},2026-02-01T00:00:00.000Z,2026-02-01T00:00:00.000Z\r\n");
    }

    @Test
    void theEventsAreThoseOfAllItsPersonsEachFromItsArrival() {
        contact("ann", DAY);
        contact("bob", DAY);
        stored();
        Person visitor = new Person(Person.Kind.ANONYMOUS, "v1");
        // The browser was ann's until it was linked to bob at noon.
        slice(visitor, 0, id("ann"));
        slice(visitor, 1_769_947_200_000L, id("bob"));
        event(visitor, "before", "2026-01-31T10:00:00.000Z");
        event(visitor, "just before", "2026-02-01T11:59:59.999Z");
        event(visitor, "noon", "2026-02-01T12:00:00.000Z");
        api.track("ann", "own", "2026-02-01T11:00:00.000Z");
        api.track("bob", "own", "2026-02-01T11:30:00.000Z");
        api.stored();

        assertThat(events("ann")).containsExactly("just before", "own", "before");
        assertThat(events("bob")).containsExactly("noon", "own");
        assertThat(events("anonymous:v1")).containsExactly("noon", "own");
        assertThat(Api.texts(
                        api.json(200, api.get("/v1/contacts/ann", api.secretKey))
                                .path("recent_events"),
                        "event"))
                .containsExactly("just before", "own", "before");
        JsonNode first = api.json(200, api.get("/v1/contacts/ann/events?limit=2", api.secretKey));
        JsonNode second = api.json(
                200,
                api.get(
                        "/v1/contacts/ann/events?limit=2&cursor="
                                + first.path("next_cursor").asText(),
                        api.secretKey));
        assertThat(Api.texts(first.path("data"), "event")).containsExactly("just before", "own");
        assertThat(Api.texts(second.path("data"), "event")).containsExactly("before");
        assertThat(second.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void theSegmentsAreThoseItIsInNowWithTheirNames() {
        contact("ann", DAY);
        stored();
        segment("seg_b", "ann");
        segment("seg_a", "ann");
        segment("seg_c", "ann");
        leave("seg_c", List.of("ann"));

        JsonNode first = api.json(200, api.get("/v1/contacts/ann/segments?limit=1", api.secretKey));
        JsonNode second = api.json(
                200,
                api.get(
                        "/v1/contacts/ann/segments?limit=1&cursor="
                                + first.path("next_cursor").asText(),
                        api.secretKey));

        assertThat(first.path("data").toString())
                .isEqualTo("[{\"id\":\"seg_a\",\"name\":\"The seg_a\",\"type\":\"static\",\"since\":\"" + DAY + "\"}]");
        assertThat(Api.texts(second.path("data"), "id")).containsExactly("seg_b");
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(api.json(200, api.get("/v1/contacts/ann", api.secretKey))
                        .path("segments")
                        .toString())
                .isEqualTo("[\"seg_a\",\"seg_b\"]");
        assertThat(api.get("/v1/contacts/ann/segments?format=csv", api.secretKey)
                        .body())
                .isEqualTo("id,name,type,since\r\nseg_a,The seg_a,static," + DAY + "\r\nseg_b,The seg_b,static," + DAY
                        + "\r\n");
    }

    private List<String> walked(String parameters) {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = page(parameters + cursor);
            seen.addAll(Api.texts(page.path("data"), "external_id"));
            cursor = page.path("has_more").asBoolean()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return seen;
    }

    private List<String> byId(List<String> users) {
        return users.stream()
                .sorted(Comparator.comparing(user -> id(user).number()))
                .toList();
    }

    private List<String> events(String contact) {
        return Api.texts(
                api.json(200, api.get("/v1/contacts/" + contact + "/events", api.secretKey))
                        .path("data"),
                "event");
    }

    private JsonNode page(String parameters) {
        return api.json(200, api.get("/v1/contacts" + parameters.replace("+", "%2B"), api.secretKey));
    }

    /** External ids, an anonymous contact's as nothing. */
    private List<String> listed(String parameters) {
        return Api.texts(page(parameters).path("data"), "external_id").stream()
                .map(name -> name.equals("null") ? "" : name)
                .toList();
    }

    private void contact(String user, String createdAt, String... tags) {
        row(new Person(Person.Kind.USER, user), createdAt, tags);
    }

    private void anonymous(String id, String createdAt, String... tags) {
        row(new Person(Person.Kind.ANONYMOUS, id), createdAt, tags);
    }

    private void gone(String user) {
        contact(user, DAY);
        rows.get(rows.size() - 1).put("gone", 1);
    }

    private void row(Person person, String createdAt, String... tags) {
        boolean user = person.kind() == Person.Kind.USER;
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put("contact", ContactId.of(api.workspace.id(), person).number());
        row.put("external_id", user ? person.id() : "").put("anonymous_id", user ? "" : person.id());
        row.put("email", user ? person.id() + "@example.com" : "").put("traits", "{}");
        ArrayNode list = row.putArray("tags");
        List.of(tags).forEach(list::add);
        row.put("created_at", Api.clickhouseTime(createdAt)).put("updated_at", Api.clickhouseTime(createdAt));
        row.put("version", ++version);
        rows.add(row);
    }

    private void stored() {
        api.insert("contacts", rows);
        rows.clear();
    }

    private void segment(String id, String... users) {
        Definition.Key key = new Definition.Key(Definition.Kind.SEGMENT, api.workspace.id(), id);
        api.definitions.put(
                key, Definitions.ABSENT, "{\"id\":\"" + id + "\",\"name\":\"The " + id + "\",\"type\":\"static\"}");
        members(id, List.of(users), 1);
    }

    private void leave(String segment, List<String> users) {
        members(segment, users, 0);
    }

    private void members(String segment, List<String> users, int isMember) {
        List<ObjectNode> members = new ArrayList<>();
        for (String user : users) {
            members.add(Json.MAPPER
                    .createObjectNode()
                    .put("workspace", api.workspace.id())
                    .put("segment", segment)
                    .put("contact", id(user).number())
                    .put("is_member", isMember)
                    .put("since", Api.clickhouseTime(DAY))
                    .put("version", ++version));
        }
        if (!members.isEmpty()) {
            api.insert("segment_members", members);
        }
    }

    private void slice(Person person, long fromMillis, ContactId contact) {
        api.insert(
                "identities",
                List.of(Json.MAPPER
                        .createObjectNode()
                        .put("workspace", api.workspace.id())
                        .put("person", ContactId.of(api.workspace.id(), person).number())
                        .put("from_ms", fromMillis)
                        .put("contact", contact.number())
                        .put("kind", person.kind() == Person.Kind.USER ? "u" : "a")
                        .put("id", person.id())
                        .put("version", ++version)));
    }

    private void event(Person person, String name, String at) {
        api.track("nobody", name, at);
        BigInteger hash = ContactId.of(api.workspace.id(), person).number();
        api.lastRow().put("person", hash).put("user_id", "").put("anonymous_id", person.id());
    }

    private ContactId id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }
}
