package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contacts changed through the stream and read back. */
class ContactsIT {

    private final Api api = Api.withKafka();
    private final JobDouble job = JobDouble.start(api);

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @Test
    void aCreatedContactIsShownAsItWasWritten() {
        JsonNode created = post(
                201,
                "/v1/contacts",
                """
                {"external_id":"ann","email":"ann@example.com","traits":{"name":"Ann","seats":1.50,"address":{"city":"Ulm"}},
                 "tags":["b","a","b"],"scores":{"lead":65},"subscriptions":{"news":"unsubscribed","*":"subscribed"}}
                """);

        assertThat(created.path("id").asText()).isEqualTo(id("ann").toString());
        assertThat(created.path("email").asText()).isEqualTo("ann@example.com");
        assertThat(created.path("external_id").asText()).isEqualTo("ann");
        assertThat(created.path("traits").toString())
                .isEqualTo(
                        "{\"name\":\"Ann\",\"seats\":1.50,\"address\":{\"city\":\"Ulm\"},\"email\":\"ann@example.com\"}");
        assertThat(created.path("tags").toString()).isEqualTo("[\"b\",\"a\"]");
        assertThat(created.path("scores").toString()).isEqualTo("{\"lead\":65}");
        assertThat(created.path("subscriptions").path("*").asText()).isEqualTo("subscribed");
        assertThat(created.path("subscriptions").path("news").asText()).isEqualTo("unsubscribed");
        assertThat(created.path("segments").isEmpty()).isTrue();
        assertThat(created.path("referral_stats").toString()).isEqualTo("{\"referrals_made\":0,\"conversions\":0}");
        assertThat(get("/v1/contacts/" + id("ann"))).isEqualTo(created);
        assertThat(get("/v1/contacts/ann")).isEqualTo(created);
        assertThat(get("/v1/contacts/external:ann")).isEqualTo(created);
        // The choice for all groups goes first: it would take back the choices of single groups.
        assertThat(job.taken())
                .extracting(record -> new String(record.body(), StandardCharsets.UTF_8))
                .last()
                .isEqualTo("{\"do\":\"unsubscribe\",\"group\":\"news\"}");
    }

    @Test
    void creatingTwiceChangesTheOneContact() {
        post(201, "/v1/contacts", "{\"external_id\":\"bob\",\"traits\":{\"plan\":\"free\",\"name\":\"Bob\"}}");

        JsonNode again = post(200, "/v1/contacts", "{\"external_id\":\"bob\",\"traits\":{\"plan\":\"scale\"}}");

        assertThat(again.path("traits").toString()).isEqualTo("{\"plan\":\"scale\",\"name\":\"Bob\"}");
        assertThat(list("?external_id=bob")).hasSize(1);
    }

    @Test
    void anAddressAloneNamesAContact() {
        JsonNode created = post(201, "/v1/contacts", "{\"email\":\"Eve@Example.com\"}");

        assertThat(created.path("external_id").isNull()).isTrue();
        assertThat(created.path("anonymous_id").asText()).isEqualTo("email:eve@example.com");
        assertThat(post(200, "/v1/contacts", "{\"email\":\"eve@example.com\"}").path("id"))
                .isEqualTo(created.path("id"));
        assertThat(list("?known=true")).isEmpty();
        assertThat(list("?known=false")).hasSize(1);
    }

    @Test
    void aPatchMergesTraitsReplacesTagsAndKeepsTheRest() {
        post(
                201,
                "/v1/contacts",
                "{\"external_id\":\"cem\",\"traits\":{\"a\":1,\"b\":2},\"tags\":[\"x\",\"y\"],\"scores\":{\"s\":1}}");

        JsonNode changed = patch(
                "/v1/contacts/cem",
                "{\"traits\":{\"b\":null,\"c\":{\"d\":[1,2]}},\"tags\":[\"z\"],\"scores\":{\"t\":0.5}}");
        JsonNode tagged = patch(
                "/v1/contacts/cem", "{\"add_tags\":[\"v\",\"w\"],\"remove_tags\":[\"z\"],\"scores\":{\"s\":null}}");

        assertThat(changed.path("traits").toString()).isEqualTo("{\"a\":1,\"c\":{\"d\":[1,2]}}");
        assertThat(changed.path("tags").toString()).isEqualTo("[\"z\"]");
        assertThat(changed.path("scores").toString()).isEqualTo("{\"s\":1,\"t\":0.5}");
        assertThat(tagged.path("tags").toString()).isEqualTo("[\"v\",\"w\"]");
        assertThat(tagged.path("scores").toString()).isEqualTo("{\"t\":0.5}");
        assertThat(patch("/v1/contacts/cem", "{}")).isEqualTo(tagged);
    }

    @Test
    void whatCannotBeKeptIsNamedAndNothingIsWritten() {
        JsonNode error = api.json(
                        400,
                        api.post(
                                "/v1/contacts",
                                api.secretKey,
                                """
                                {"external_id":" ","email":"nobody","traits":{"deep":[[[[[[[[1]]]]]]]],"big":1e400,"ok":1},
                                 "tags":["",7],"scores":{"s":"high"},"subscriptions":{"news":true},"colour":"red"}
                                """))
                .path("error");

        assertThat(error.path("code").asText()).isEqualTo("validation_error");
        assertThat(Api.texts(error.path("details"), "field"))
                .containsExactly(
                        "/external_id",
                        "/traits/deep",
                        "/traits/big",
                        "/email",
                        "/tags/0",
                        "/tags/1",
                        "/scores/s",
                        "/subscriptions/news",
                        "/colour");
        assertThat(Api.texts(error.path("details"), "expected")).contains("an e-mail address", "a text");
        assertThat(api.json(400, api.post("/v1/contacts", api.secretKey, "{\"traits\":{\"a\":1}}"))
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("external_id: external_id, anonymous_id or email is needed");
        assertThat(job.taken()).isEmpty();
    }

    @Test
    void aPurgeIsAskedForWithTheDeletionOrAfterIt() {
        String first = post(201, "/v1/contacts", "{\"external_id\":\"ida\",\"traits\":{\"a\":1}}")
                .path("id")
                .asText();
        String second = post(201, "/v1/contacts", "{\"external_id\":\"ivo\",\"traits\":{\"a\":1}}")
                .path("id")
                .asText();

        assertThat(api.delete("/v1/contacts/" + first + "?purge=later", api.secretKey)
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.json(200, api.delete("/v1/contacts/ida?purge=now", api.secretKey))
                        .toString())
                .isEqualTo("{\"id\":\"" + first + "\",\"deleted\":true,\"purge\":\"pending\"}");
        api.json(200, api.delete("/v1/contacts/" + second, api.secretKey));
        assertThat(api.json(200, api.delete("/v1/contacts/" + second + "?purge=now", api.secretKey))
                        .toString())
                .isEqualTo("{\"id\":\"" + second + "\",\"deleted\":true,\"purge\":\"pending\"}");

        assertThat(api.clickhouse()
                        .rows(new Sql(
                                "SELECT count() AS n FROM purges WHERE workspace = {w:String} AND state = 'asked'",
                                Map.of("w", api.workspace.id())))
                        .get(0)
                        .path("n")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aDeletedContactIsGoneAndItsNameBeginsAnew() {
        String first = post(201, "/v1/contacts", "{\"external_id\":\"dan\",\"traits\":{\"a\":1}}")
                .path("id")
                .asText();

        JsonNode deleted = api.json(200, api.delete("/v1/contacts/" + first, api.secretKey));
        job.slice(
                new Person(Person.Kind.USER, "dan"),
                1,
                ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, "dan"), 1));

        assertThat(deleted.toString()).isEqualTo("{\"id\":\"" + first + "\",\"deleted\":true}");
        assertThat(api.get("/v1/contacts/" + first, api.secretKey).statusCode()).isEqualTo(404);
        assertThat(api.get("/v1/contacts/dan", api.secretKey).statusCode()).isEqualTo(404);
        assertThat(api.delete("/v1/contacts/" + first, api.secretKey).statusCode())
                .isEqualTo(404);
        assertThat(list("")).isEmpty();
        JsonNode anew = post(201, "/v1/contacts", "{\"external_id\":\"dan\",\"traits\":{\"b\":2}}");
        assertThat(anew.path("id").asText()).isNotEqualTo(first);
        assertThat(anew.path("traits").toString()).isEqualTo("{\"b\":2}");
        assertThat(get("/v1/contacts/dan")).isEqualTo(anew);
    }

    @Test
    void aMergedContactIsFoundUnderBothItsIds() {
        String target = post(201, "/v1/contacts", "{\"external_id\":\"tom\",\"traits\":{\"plan\":\"scale\"}}")
                .path("id")
                .asText();
        String source = post(
                        201,
                        "/v1/contacts",
                        "{\"external_id\":\"tommy\",\"traits\":{\"plan\":\"free\",\"city\":\"Ulm\"}}")
                .path("id")
                .asText();

        JsonNode merged = post(200, "/v1/contacts/" + target + "/merge", "{\"source_contact_id\":\"" + source + "\"}");

        assertThat(merged.path("outcome").asText()).isEqualTo("merged");
        assertThat(merged.path("conflict_resolution").asText()).isEqualTo("prefer_target");
        assertThat(merged.path("contact").path("traits").toString()).isEqualTo("{\"plan\":\"scale\",\"city\":\"Ulm\"}");
        assertThat(get("/v1/contacts/" + source)).isEqualTo(merged.path("contact"));
        assertThat(get("/v1/contacts/tommy")).isEqualTo(merged.path("contact"));
        assertThat(Api.texts(list(""), "external_id")).containsExactly("tom");
        assertThat(new String(job.taken().get(2).body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"do\":\"merge\",\"source\":{\"user\":\"tommy\"},\"conflict_resolution\":\"prefer_target\"}");
        assertThat(job.taken().get(2).person()).isEqualTo(new Person(Person.Kind.USER, "tom"));
        assertThat(api.post(
                                "/v1/contacts/" + target + "/merge",
                                api.secretKey,
                                "{\"source_contact_id\":\"" + source + "\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(api.post("/v1/contacts/tom/merge", api.secretKey, "{\"source_contact_id\":\"nobody\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.post(
                                "/v1/contacts/tom/merge",
                                api.secretKey,
                                "{\"source_contact_id\":\"nobody\",\"conflict_resolution\":\"coin\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRequestSentAgainChangesNothingMore() {
        String[] key = {"Idempotency-Key", "k-1"};
        String body = "{\"external_id\":\"kim\",\"tags\":[\"x\"]}";
        HttpResponse<String> first = api.post("/v1/contacts", api.secretKey, body, key);
        HttpResponse<String> again = api.post("/v1/contacts", api.secretKey, body, key);
        HttpResponse<String> other = api.post("/v1/contacts", api.secretKey, "{\"external_id\":\"lea\"}", key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("idempotency_conflict");
        assertThat(job.taken()).hasSize(1);
        // The same key for another thing is another request.
        assertThat(api.patch("/v1/contacts/kim", api.secretKey, body.replace("\"external_id\":\"kim\",", ""), key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(job.taken()).hasSize(2);
    }

    @Test
    void aDeletionOrMergeSentAgainIsAnsweredAsBefore() {
        post(201, "/v1/contacts", "{\"external_id\":\"max\"}");
        post(201, "/v1/contacts", "{\"external_id\":\"mia\"}");
        String[] key = {"Idempotency-Key", "k-2"};
        String merge = "{\"source_contact_id\":\"mia\"}";
        HttpResponse<String> merged = api.post("/v1/contacts/max/merge", api.secretKey, merge, key);
        HttpResponse<String> mergedAgain = api.post("/v1/contacts/max/merge", api.secretKey, merge, key);
        HttpResponse<String> deleted = api.delete("/v1/contacts/max", api.secretKey, key);
        HttpResponse<String> deletedAgain = api.delete("/v1/contacts/max", api.secretKey, key);

        assertThat(merged.statusCode()).isEqualTo(200);
        assertThat(mergedAgain.statusCode()).isEqualTo(200);
        assertThat(mergedAgain.body()).isEqualTo(merged.body());
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deletedAgain.statusCode()).isEqualTo(200);
        assertThat(deletedAgain.body()).isEqualTo(deleted.body());
        assertThat(job.taken()).hasSize(4);
    }

    @Test
    void whatTakesLongerIsPendingAndTheSameKeyShowsItLater() {
        String[] key = {"Idempotency-Key", "k-3"};
        String body = "{\"external_id\":\"pia\",\"tags\":[\"x\"],\"subscriptions\":{\"news\":\"subscribed\"}}";
        job.pause(true);
        HttpResponse<String> pending = api.post("/v1/contacts", api.secretKey, body, key);
        job.pause(false);
        HttpResponse<String> later = api.post("/v1/contacts", api.secretKey, body, key);

        assertThat(pending.statusCode()).isEqualTo(202);
        assertThat(pending.body()).isEqualTo("{\"id\":\"" + id("pia") + "\",\"pending\":true}");
        assertThat(later.statusCode()).isBetween(200, 201);
        assertThat(later.body()).contains("\"tags\":[\"x\"]").contains("\"news\":\"subscribed\"");
        // Written twice, taken once: both sendings have the same request ids.
        assertThat(job.taken()).hasSize(2);
    }

    @Test
    void aChangeThatTheStreamRefusesIsAConflictWithItsReason() {
        post(201, "/v1/contacts", "{\"external_id\":\"rob\"}");
        post(201, "/v1/contacts", "{\"external_id\":\"roy\"}");
        job.refuse("rob is part of roy already");

        JsonNode error = post(409, "/v1/contacts/roy/merge", "{\"source_contact_id\":\"rob\"}")
                .path("error");

        assertThat(error.path("code").asText()).isEqualTo("refused");
        assertThat(error.path("message").asText()).isEqualTo("rob is part of roy already");
    }

    @Test
    void everythingOfOneContactIsGivenOut() {
        post(201, "/v1/contacts", "{\"external_id\":\"uma\",\"traits\":{\"n\":1.50}}");
        api.track("uma", "login", "2026-02-01T10:00:00.000Z").track("uma", "buy", "2026-02-02T10:00:00.000Z");
        api.track("other", "login", "2026-02-01T10:00:00.000Z").stored();
        ObjectNode change = Json.MAPPER.createObjectNode();
        change.put("workspace", api.workspace.id())
                .put("segment", "seg_1")
                .put("contact", id("uma").number());
        change.put("change", "entered").put("cause", "event").put("at", "2026-02-01 10:00:00.000");
        change.put("known_at", "2026-02-01 10:00:00.100")
                .put("rule_version", 1)
                .put("evidence", "{}")
                .put("version", 1);
        api.insert("segment_changes", List.of(change));
        ObjectNode write = Json.MAPPER.createObjectNode();
        write.put("workspace", api.workspace.id())
                .put("field", "trait")
                .put("key", "n")
                .put("value", "1.50");
        write.put("person", id("uma").number()).put("timestamp", "2026-02-01 09:00:00.000");
        write.put("received_at", "2026-02-01 09:00:00.000").put("sequence", 1);
        api.insert("profile_writes", List.of(write));

        JsonNode export = get("/v1/contacts/uma/export");

        assertThat(export.path("contact")).isEqualTo(get("/v1/contacts/uma"));
        assertThat(export.path("persons").toString()).isEqualTo("[{\"kind\":\"external\",\"id\":\"uma\"}]");
        assertThat(export.path("segment_changes").toString())
                .isEqualTo("[{\"segment\":\"seg_1\",\"change\":\"entered\",\"cause\":\"event\","
                        + "\"at\":\"2026-02-01T10:00:00.000Z\",\"known_at\":\"2026-02-01T10:00:00.100Z\"}]");
        assertThat(export.path("profile_writes").toString())
                .isEqualTo("[{\"field\":\"trait\",\"key\":\"n\",\"value\":1.50,"
                        + "\"timestamp\":\"2026-02-01T09:00:00.000Z\",\"received_at\":\"2026-02-01T09:00:00.000Z\"}]");
        assertThat(Api.texts(export.path("events"), "event")).containsExactly("buy", "login");
    }

    @Test
    void anotherWorkspacesContactsAreNotThere() {
        String id = post(201, "/v1/contacts", "{\"external_id\":\"zoe\"}")
                .path("id")
                .asText();
        try (Api other = Api.withKafka()) {
            for (String name : List.of(id, "zoe", "external:zoe")) {
                assertThat(other.get("/v1/contacts/" + name, other.secretKey).statusCode())
                        .isEqualTo(404);
                assertThat(other.patch("/v1/contacts/" + name, other.secretKey, "{\"tags\":[]}")
                                .statusCode())
                        .isEqualTo(404);
                assertThat(other.delete("/v1/contacts/" + name, other.secretKey).statusCode())
                        .isEqualTo(404);
                assertThat(other.get("/v1/contacts/" + name + "/events", other.secretKey)
                                .statusCode())
                        .isEqualTo(404);
                assertThat(other.get("/v1/contacts/" + name + "/segments", other.secretKey)
                                .statusCode())
                        .isEqualTo(404);
            }
            assertThat(other.json(200, other.get("/v1/contacts", other.secretKey))
                            .path("data"))
                    .isEmpty();
        }
    }

    @Test
    void namesWithAnyCharactersAreFound() {
        String name = "a/b c:d+é?&=%25";
        ObjectNode body = Json.MAPPER.createObjectNode().put("external_id", name);
        JsonNode created = post(201, "/v1/contacts", body.toString());

        assertThat(get("/v1/contacts/"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20")))
                .isEqualTo(created);
    }

    private ContactId id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }

    private JsonNode get(String path) {
        return api.json(200, api.get(path, api.secretKey));
    }

    private JsonNode list(String parameters) {
        return get("/v1/contacts" + parameters).path("data");
    }

    private JsonNode post(int status, String path, String body) {
        return api.json(status, api.post(path, api.secretKey, body));
    }

    private JsonNode patch(String path, String body) {
        return api.json(200, api.patch(path, api.secretKey, body));
    }
}
