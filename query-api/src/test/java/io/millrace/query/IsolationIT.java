package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every route of the service, tried with a key of one workspace and the objects of another: nothing of theirs is told, and
 * nothing of theirs changes. A route that is not tried here fails the test.
 */
class IsolationIT {

    /** Stands in everything that the victim owns and in nothing that the intruder sends. */
    private static final String SECRET = "victims-secret";

    /** A stream without an end, which LiveIT listens to with keys of two workspaces. */
    private static final String LIVE = "GET /v1/analytics/live";

    /** Routes by which no object can be named. */
    private static final Set<String> NAME_NOTHING = Set.of(
            "GET /v1/settings",
            "PATCH /v1/settings",
            "GET /v1/settings/keys",
            "POST /v1/settings/keys",
            "POST /v1/api-keys",
            "GET /v1/segments/schema",
            "GET /v1/campaigns/schema",
            "GET /v1/analytics/overview",
            "GET /v1/analytics/accounting",
            "GET /v1/analytics/rejected",
            "POST /v1/segments/simulate",
            "POST /v1/campaigns/simulate",
            "GET /api/workspaces",
            "POST /api/workspaces",
            "GET /v1/analytics/event-counts",
            "GET /health",
            "GET /metrics",
            "GET /openapi.json",
            LIVE);

    /** Where queries are saved, and one to save. */
    private static final Map<String, String> SHELVES = Map.of(
            "/v1/analytics/funnels",
            "{\"type\":\"funnel\",\"steps\":[{\"event\":\"a\"},{\"event\":\"b\"}]}",
            "/v1/analytics/cohorts",
            "{\"type\":\"cohort_retention\",\"start\":{\"event\":\"a\"}}",
            "/v1/analytics/queries",
            "{\"type\":\"event_count\",\"event\":\"a\"}");

    /** How a route is asked for what is not the intruder's; what it may answer. */
    private record Attempt(String route, String path, String body, Set<Integer> statuses) {}

    private final Api api = Api.withKafka();
    private final JobDouble job = JobDouble.start(api);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Workspace intruder =
            new Workspace(Ids.workspace(), "Intruder", "intruder", ZoneId.of("UTC"), Api.NOW);
    private final String key = Ids.secretKey();
    private String contact = "";
    private String segment = "";
    private String friends = "";
    private String keyId = "";
    private String importId = "";
    private String backtest = "";
    private String campaign = "";
    private String template = "";
    private String message = "";
    private String webhook = "";
    private final Map<String, String> saved = new TreeMap<>();
    private String ownFriends = "";
    private String ownSegment = "";

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @BeforeEach
    void victim() {
        api.access.create(intruder);
        api.access.create(
                ApiKey.of(key, intruder.id(), ApiKey.Type.SECRET, "intruder", EnumSet.allOf(Scope.class), Api.NOW));
        contact = mine(201, "/v1/contacts", "{\"external_id\":\"victim\",\"traits\":{\"name\":\"" + SECRET + "\"}}")
                .path("id")
                .asText();
        mine(201, "/v1/contacts", "{\"external_id\":\"victim2\",\"traits\":{\"name\":\"" + SECRET + "\"}}");
        segment = mine(201, "/v1/segments", segmentOf(SECRET)).path("id").asText();
        friends = mine(201, "/v1/segments", "{\"name\":\"" + SECRET + "\",\"type\":\"static\"}")
                .path("id")
                .asText();
        keyId = mine(201, "/v1/settings/keys", "{\"name\":\"" + SECRET + "\",\"scopes\":[\"contacts:read\"]}")
                .path("id")
                .asText();
        SHELVES.forEach((shelf, query) -> saved.put(
                shelf,
                mine(201, shelf, "{\"name\":\"" + SECRET + "\",\"query\":" + query + "}")
                        .path("id")
                        .asText()));
        webhook = mine(
                        201,
                        "/v1/webhooks/endpoints",
                        "{\"url\":\"https://" + SECRET + ".example/\",\"events\":[\"*\"]}")
                .path("id")
                .asText();
        importId = api.json(
                        202,
                        api.post(
                                "/v1/contacts/import",
                                api.secretKey,
                                "external_id,name\nvictim3," + SECRET + "\n," + SECRET + "\n",
                                "Content-Type",
                                "text/csv",
                                "Idempotency-Key",
                                "import-1"))
                .path("id")
                .asText();
        template = mine(201, "/v1/templates", "{\"name\":\"" + SECRET + "\",\"html\":\"" + SECRET + "\"}")
                .path("id")
                .asText();
        mine(201, "/v1/templates", "{\"name\":\"" + SECRET + "\",\"html\":\"" + SECRET + "\"}");
        mine(201, "/v1/campaigns", campaignOf(segment, template, SECRET));
        campaign = mine(201, "/v1/campaigns", campaignOf(segment, template, SECRET))
                .path("id")
                .asText();
        mine(200, "/v1/campaigns/" + campaign + "/activate", "");
        message = "send_" + SECRET;
        api.track("victim", "message_sent", "2026-03-01T12:00:00Z", "send_id", message, "channel", "email");
        api.track("victim", "message_sent", "2026-03-01T12:00:00Z", "send_id", message + "2", "channel", "email");
        backtest = mine(202, "/v1/campaigns/" + campaign + "/backtest", "{\"from\":\"2026-03-01\"}")
                .path("id")
                .asText();
        api.track("victim", SECRET, "2026-03-01T12:00:00Z", "p", SECRET).stored();
        own();
        ownSegment = theirs(201, "/v1/segments", segmentOf("own")).path("id").asText();
        ownFriends = theirs(201, "/v1/segments", "{\"name\":\"own\",\"type\":\"static\"}")
                .path("id")
                .asText();
    }

    @Test
    void nothingOfAnotherWorkspaceIsToldOrChanged() {
        List<String> before = everything();
        int records = job.taken().size();
        List<Attempt> attempts = attempts();
        Set<String> tried = new TreeSet<>(NAME_NOTHING);

        for (Attempt attempt : attempts) {
            tried.add(attempt.route());
            HttpResponse<String> answer = send(attempt);

            assertThat(answer.statusCode())
                    .as("%s %s: %s", attempt.route(), attempt.path(), answer.body())
                    .isIn(attempt.statuses());
            assertThat(answer.body())
                    .as("%s %s", attempt.route(), attempt.path())
                    .doesNotContain(SECRET);
        }

        assertThat(everything()).isEqualTo(before);
        assertThat(job.taken()).hasSize(records);
        assertThat(tried).containsExactlyInAnyOrderElementsOf(routes());
    }

    @Test
    void whatTheIntruderListsIsTheirOwn() {
        for (String route : routes()) {
            boolean ends = !route.equals("GET /metrics") && !route.equals(LIVE);
            if (route.startsWith("GET ") && !route.contains("{") && ends) {
                HttpResponse<String> answer = api.get(route.substring(4), key);

                assertThat(answer.body()).as(route).doesNotContain(SECRET);
            }
        }
        assertThat(Api.texts(api.json(200, api.get("/v1/contacts", key)).path("data"), "external_id"))
                .containsExactly("own");
    }

    /** The routes with ids take the victim's in each place; bodies and parameters name them too. */
    private List<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>();
        String one = "/v1/contacts/" + contact;
        for (String end : List.of("", "/events", "/segments", "/export")) {
            all.add(refused("GET /v1/contacts/{id}" + end, one + end, ""));
            all.add(refused("GET /v1/contacts/{id}" + end, "/v1/contacts/victim" + end, ""));
            all.add(refused("GET /v1/contacts/{id}" + end, "/v1/contacts/external:victim" + end, ""));
        }
        all.add(refused("PATCH /v1/contacts/{id}", one, "{\"traits\":{\"name\":\"x\"}}"));
        all.add(refused("DELETE /v1/contacts/{id}", one, ""));
        all.add(refused("POST /v1/contacts/{id}/merge", one + "/merge", "{\"source_contact_id\":\"own\"}"));
        all.add(refused(
                "POST /v1/contacts/{id}/merge",
                "/v1/contacts/own/merge",
                "{\"source_contact_id\":\"" + contact + "\"}"));
        all.add(refused(
                "POST /v1/contacts/{id}/merge", "/v1/contacts/own/merge", "{\"source_contact_id\":\"victim\"}"));
        all.add(refused("GET /v1/contacts", "/v1/contacts?segment_id=" + segment, ""));
        all.add(empty("GET /v1/contacts", "/v1/contacts?external_id=victim"));
        all.add(empty("GET /v1/contacts", "/v1/contacts?cursor=" + cursor("/v1/contacts?limit=1")));
        all.add(new Attempt("POST /v1/contacts", "/v1/contacts", "{\"external_id\":\"victim\"}", Set.of(202)));
        all.add(new Attempt(
                "POST /v1/contacts/import", "/v1/contacts/import?format=csv", "external_id\nvictim\n", Set.of(202)));
        all.add(refused("GET /v1/contacts/imports/{importId}", "/v1/contacts/imports/" + importId, ""));
        all.add(refused(
                "GET /v1/contacts/imports/{importId}/errors", "/v1/contacts/imports/" + importId + "/errors", ""));
        for (String id : List.of(segment, friends)) {
            segments(all, "/v1/segments/" + id);
        }
        all.add(refused("DELETE /v1/settings/keys/{id}", "/v1/settings/keys/" + keyId, ""));
        all.add(refused("DELETE /v1/settings/keys/{id}", "/v1/settings/keys/" + keyId + "?immediate=true", ""));
        all.add(empty("GET /v1/analytics/events", "/v1/analytics/events?contact_id=" + contact));
        all.add(empty("GET /v1/analytics/events", "/v1/analytics/events?contact_id=victim"));
        all.add(empty("POST /v1/sql", "/v1/sql", "{\"query\":\"SELECT * FROM events\"}"));
        all.add(empty(
                "POST /v1/analytics/query",
                "/v1/analytics/query",
                "{\"type\":\"event_count\",\"event\":\"*\",\"interval\":\"day\",\"from\":\"2026-03-01\","
                        + "\"to\":\"2026-03-02\",\"group_by\":\"properties.p\"}"));
        String workspace = "/api/workspaces/" + api.workspace.id();
        all.add(refused(
                "POST /api/workspaces/{workspaceId}/keys",
                workspace + "/keys",
                "{\"name\":\"x\",\"scopes\":[\"contacts:read\"]}"));
        for (String end : List.of("", "/timeseries", "/attribution", "/cohorts")) {
            all.add(refused("GET /api/workspaces/{workspaceId}/analytics" + end, workspace + "/analytics" + end, ""));
        }
        all.add(refused(
                "GET /api/workspaces/{workspaceId}/analytics/campaigns/{campaignId}",
                workspace + "/analytics/campaigns/camp_1",
                ""));
        webhooks(all);
        saved.forEach((shelf, id) -> savedQueries(all, shelf, id));
        campaigns(all, workspace);
        templates(all);
        messages(all, workspace);
        all.add(empty(
                "POST /v1/analytics/people",
                "/v1/analytics/people",
                "{\"query\":{\"type\":\"event_count\",\"event\":\"*\",\"from\":\"2026-03-01\",\"to\":\"2026-03-01\"},"
                        + "\"cell\":{\"date\":\"2026-03-01\"}}"));
        all.add(refused(
                "POST /v1/analytics/people",
                "/v1/analytics/people",
                "{\"query\":{\"type\":\"event_count\",\"event\":\"*\",\"from\":\"2026-03-01\",\"to\":\"2026-03-01\","
                        + "\"filters\":[{\"field\":\"segments\",\"op\":\"in\",\"value\":\"" + segment
                        + "\"}]},\"cell\":{\"date\":\"2026-03-01\"}}"));
        all.add(refused(
                "GET /api/workspaces/{workspaceId}/analytics/funnel", workspace + "/analytics/funnel?steps=a,b", ""));
        return all;
    }

    private void campaigns(List<Attempt> all, String workspace) {
        String one = "/v1/campaigns/" + campaign;
        all.add(empty("GET /v1/campaigns", "/v1/campaigns?cursor=" + cursor("/v1/campaigns?limit=1")));
        all.add(new Attempt("POST /v1/campaigns", "/v1/campaigns", campaignOf(segment, template, "own"), Set.of(400)));
        all.add(refused("GET /v1/campaigns/{id}", one, ""));
        all.add(refused("GET /v1/campaigns/{id}/stats", one + "/stats", ""));
        all.add(refused("PATCH /v1/campaigns/{id}", one, "{\"name\":\"x\"}"));
        all.add(refused("DELETE /v1/campaigns/{id}", one, ""));
        for (String verb : List.of("activate", "pause", "resume", "complete")) {
            all.add(refused("POST /v1/campaigns/{id}/" + verb, one + "/" + verb, ""));
        }
        all.add(refused("POST /v1/campaigns/{id}/enroll", one + "/enroll", "{\"contact_ids\":[\"own\"]}"));
        all.add(refused("POST /v1/campaigns/{id}/backtest", one + "/backtest", "{\"from\":\"2026-03-01\"}"));
        all.add(refused("GET /v1/campaigns/{id}/backtests/{backtestId}", one + "/backtests/" + backtest, ""));
        all.add(refused("DELETE /v1/campaigns/{id}/backtests/{backtestId}", one + "/backtests/" + backtest, ""));
        all.add(refused("POST /v1/campaigns/{id}/test", one + "/test", "{\"email\":\"a@example.com\"}"));
        all.add(refused("GET /v1/campaigns/{id}/explain", one + "/explain?contact=" + contact, ""));
        all.add(refused("GET /v1/campaigns/{id}/nodes", one + "/nodes", ""));
        all.add(refused(
                "POST /v1/campaigns/{id}/preview",
                one + "/preview",
                "{\"node_id\":\"1\",\"contact\":\"" + contact + "\"}"));

        String theirs = workspace + "/campaigns";
        String route = "/api/workspaces/{workspaceId}/campaigns";
        all.add(refused("GET " + route, theirs, ""));
        all.add(refused("POST " + route, theirs, "{\"name\":\"x\",\"type\":\"AUTOMATED\"}"));
        String ownOnes = "/api/workspaces/" + intruder.id() + "/campaigns/" + campaign;
        for (String path : List.of(theirs + "/" + campaign, ownOnes)) {
            all.add(refused("GET " + route + "/{campaignId}", path, ""));
            all.add(refused("PATCH " + route + "/{campaignId}", path, "{\"name\":\"x\",\"status\":\"PAUSED\"}"));
            all.add(refused("DELETE " + route + "/{campaignId}", path, ""));
            all.add(refused("POST " + route + "/{campaignId}/enroll", path + "/enroll", "{\"contactIds\":[\"own\"]}"));
            all.add(refused(
                    "POST " + route + "/{campaignId}/execute",
                    path + "/execute",
                    "{\"action\":\"execute_for_contact\",\"contactId\":\"victim\"}"));
        }

        String tenant = "/api/v1/tenant/campaigns";
        String slug = api.workspace.slug();
        all.add(refused("GET " + tenant, tenant + "?workspace=" + slug, ""));
        all.add(refused("POST " + tenant, tenant, "{\"workspace_slug\":\"" + slug + "\",\"name\":\"x\"}"));
        all.add(refused("GET " + tenant + "/{id}", tenant + "/" + campaign, ""));
        all.add(refused("PATCH " + tenant + "/{id}", tenant + "/" + campaign, "{\"name\":\"x\"}"));
        all.add(refused("POST " + tenant + "/{id}/send", tenant + "/" + campaign + "/send", "{\"action\":\"pause\"}"));
    }

    private void messages(List<Attempt> all, String workspace) {
        String list = "/v1/messages";
        all.add(empty("GET " + list, list + "?cursor=" + cursor(list + "?limit=1")));
        all.add(refused("GET " + list, list + "?contact=" + contact, ""));
        all.add(refused("GET " + list + "/{id}", list + "/" + message, ""));
        all.add(refused(
                "POST " + list, list, "{\"contact\":\"" + contact + "\",\"channel\":\"onsite\",\"content\":\"x\"}"));
        all.add(new Attempt(
                "POST " + list,
                list,
                "{\"contact\":\"own\",\"channel\":\"onsite\",\"template_id\":\"" + template + "\"}",
                Set.of(400)));
        String theirs = workspace + "/messages";
        String route = "/api/workspaces/{workspaceId}/messages";
        all.add(refused("GET " + route, theirs, ""));
        all.add(refused("GET " + route + "/{messageId}", theirs + "/" + message, ""));
        all.add(refused(
                "GET " + route + "/{messageId}", "/api/workspaces/" + intruder.id() + "/messages/" + message, ""));
        all.add(refused("POST " + route, theirs, "{\"contactId\":\"own\",\"channel\":\"ONSITE\",\"body\":\"x\"}"));
        all.add(new Attempt(
                "POST " + route,
                "/api/workspaces/" + intruder.id() + "/messages",
                "{\"contactId\":\"own\",\"channel\":\"ONSITE\",\"body\":\"x\",\"campaignId\":\"" + campaign + "\"}",
                Set.of(400)));
    }

    private void templates(List<Attempt> all) {
        String slug = api.workspace.slug();
        all.add(refused(
                "POST /v1/templates/{id}/preview", "/v1/templates/" + template + "/preview", "{\"contact\":\"own\"}"));
        for (String shelf : List.of("/v1/templates", "/api/v1/tenant/templates")) {
            String one = shelf + "/" + template;
            all.add(refused("GET " + shelf + "/{id}", one, ""));
            all.add(refused("PATCH " + shelf + "/{id}", one, "{\"name\":\"x\"}"));
            all.add(refused("DELETE " + shelf + "/{id}", one, ""));
        }
        all.add(empty("GET /v1/templates", "/v1/templates?cursor=" + cursor("/v1/templates?limit=1")));
        all.add(new Attempt("POST /v1/templates", "/v1/templates", "{\"name\":\"own\",\"html\":\"own\"}", Set.of(201)));
        String tenant = "/api/v1/tenant/templates";
        all.add(refused("GET " + tenant, tenant + "?workspace=" + slug, ""));
        all.add(refused(
                "POST " + tenant, tenant, "{\"workspace_slug\":\"" + slug + "\",\"name\":\"x\",\"body\":\"x\"}"));
    }

    private void webhooks(List<Attempt> all) {
        String list = "/v1/webhooks/endpoints";
        String one = list + "/" + webhook;
        all.add(empty("GET " + list, list));
        all.add(new Attempt(
                "POST " + list, list, "{\"url\":\"https://own.example/\",\"events\":[\"*\"]}", Set.of(201)));
        all.add(refused("GET " + list + "/{id}", one, ""));
        all.add(refused("PATCH " + list + "/{id}", one, "{\"status\":\"disabled\"}"));
        all.add(refused("DELETE " + list + "/{id}", one, ""));
        all.add(refused("GET " + list + "/{id}/logs", one + "/logs", ""));
        all.add(refused("GET " + list + "/{id}/logs/{logId}", one + "/logs/wh_log_a", ""));
        all.add(refused("POST " + list + "/{id}/test", one + "/test", "{\"event\":\"contact.created\"}"));
        all.add(refused("POST " + list + "/{id}/logs/{logId}/replay", one + "/logs/wh_log_a/replay", ""));
    }

    private void savedQueries(List<Attempt> all, String shelf, String id) {
        String one = shelf + "/" + id;
        for (String method : List.of("GET", "DELETE")) {
            all.add(refused(method + " " + shelf + "/{id}", one, ""));
        }
        all.add(refused("PATCH " + shelf + "/{id}", one, "{\"name\":\"x\"}"));
        all.add(empty("GET " + shelf, shelf));
        all.add(new Attempt(
                "POST " + shelf, shelf, "{\"name\":\"own\",\"query\":" + SHELVES.get(shelf) + "}", Set.of(201)));
    }

    private void segments(List<Attempt> all, String one) {
        String theirs = "{\"contacts\":[\"" + contact + "\"]}";
        String rules = "{\"name\":\"x\",\"rules\":{\"field\":\"segments\",\"op\":\"in\",\"value\":\""
                + one.substring(one.lastIndexOf('/') + 1) + "\"}}";
        String own = "/v1/segments/" + ownSegment;
        for (String end : List.of("", "/contacts", "/changes")) {
            all.add(refused("GET /v1/segments/{id}" + end, one + end, ""));
        }
        all.add(refused("GET /v1/segments/{id}/contacts", one + "/contacts?at=2026-03-10", ""));
        all.add(refused("GET /v1/segments/{id}/explain", one + "/explain?contact=own", ""));
        all.add(refused("GET /v1/segments/{id}/explain", own + "/explain?contact=" + contact, ""));
        all.add(empty("GET /v1/segments/{id}/changes", own + "/changes?contact=" + contact));
        all.add(empty("GET /v1/segments/changes", "/v1/segments/changes?contact=" + contact));
        all.add(refused("GET /v1/segments/changes", "/v1/segments/changes?contact=victim", ""));
        all.add(refused("PATCH /v1/segments/{id}", one, "{\"name\":\"x\"}"));
        all.add(refused("DELETE /v1/segments/{id}", one, ""));
        all.add(refused("POST /v1/segments/{id}/estimate", one + "/estimate", "{}"));
        all.add(refused("POST /v1/segments/{id}/contacts", one + "/contacts", "{\"contacts\":[\"own\"]}"));
        all.add(refused("DELETE /v1/segments/{id}/contacts", one + "/contacts", "{\"contacts\":[\"own\"]}"));
        all.add(refused("DELETE /v1/segments/{id}/contacts/{contact}", one + "/contacts/own", ""));
        String list = "/v1/segments/" + ownFriends + "/contacts";
        all.add(refused("POST /v1/segments/{id}/contacts", list, theirs));
        all.add(refused("DELETE /v1/segments/{id}/contacts", list, theirs));
        all.add(refused("DELETE /v1/segments/{id}/contacts/{contact}", list + "/" + contact, ""));
        all.add(new Attempt("POST /v1/segments", "/v1/segments", rules, Set.of(400)));
        all.add(new Attempt("PATCH /v1/segments/{id}", own, rules, Set.of(400)));
        all.add(new Attempt(
                "POST /v1/segments/estimate",
                "/v1/segments/estimate",
                rules.replace("\"name\":\"x\",", ""),
                Set.of(400)));
        all.add(empty("GET /v1/segments", "/v1/segments?cursor=" + cursor("/v1/segments?limit=1")));
    }

    private static Attempt refused(String route, String path, String body) {
        return new Attempt(route, path, body, Set.of(403, 404));
    }

    /** Answered, but with nothing of theirs. */
    private static Attempt empty(String route, String path, String... body) {
        return new Attempt(route, path, String.join("", body), Set.of(200));
    }

    /** Everything of the victim that can be seen. */
    private List<String> everything() {
        List<String> seen = new ArrayList<>();
        for (String path : List.of(
                "/v1/contacts",
                "/v1/contacts/" + contact,
                "/v1/contacts/imports/" + importId + "/errors",
                "/v1/segments",
                "/v1/segments/" + friends + "/contacts",
                "/v1/settings",
                "/v1/settings/keys",
                "/v1/campaigns",
                "/v1/templates",
                "/v1/messages",
                "/v1/webhooks/endpoints",
                "/v1/analytics/funnels",
                "/v1/analytics/cohorts",
                "/v1/analytics/queries",
                "/v1/analytics/events")) {
            seen.add(Json.text(api.json(200, api.get(path, api.secretKey))));
        }
        assertThat(seen).allSatisfy(answer -> assertThat(answer).isNotEmpty());
        return seen;
    }

    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        JsonNode paths = api.json(200, api.get("/openapi.json", null)).path("paths");
        paths.properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        routes.add("GET /openapi.json");
        return routes;
    }

    private String cursor(String path) {
        String cursor =
                api.json(200, api.get(path, api.secretKey)).path("next_cursor").asText();
        assertThat(cursor).isNotEmpty().isNotEqualTo("null");
        return cursor;
    }

    private HttpResponse<String> send(Attempt attempt) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + attempt.path()))
                .header("Authorization", "Bearer " + key)
                .method(
                        attempt.route().substring(0, attempt.route().indexOf(' ')),
                        HttpRequest.BodyPublishers.ofString(attempt.body(), StandardCharsets.UTF_8))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the service did not answer", e);
        }
    }

    /** The intruder has a contact; no job writes it here. */
    private void own() {
        Person person = new Person(Person.Kind.USER, "own");
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", intruder.id())
                .put("contact", ContactId.of(intruder.id(), person).number());
        row.put("external_id", "own").put("traits", "{}").put("version", 1);
        row.put("created_at", "2026-03-01 00:00:00").put("updated_at", "2026-03-01 00:00:00");
        api.insert("contacts", List.of(row));
    }

    private static String campaignOf(String segment, String template, String name) {
        return "{\"name\":\"" + name + "\",\"type\":\"lifecycle\",\"trigger\":{\"segment_id\":\"" + segment
                + "\"},\"steps\":[{\"template_id\":\"" + template + "\"}]}";
    }

    private static String segmentOf(String name) {
        return "{\"name\":\"" + name + "\",\"rules\":{\"field\":\"traits.name\",\"op\":\"eq\",\"value\":\"" + name
                + "\"}}";
    }

    private JsonNode mine(int status, String path, String body) {
        return api.json(status, api.post(path, api.secretKey, body));
    }

    private JsonNode theirs(int status, String path, String body) {
        return api.json(status, api.post(path, key, body));
    }
}
