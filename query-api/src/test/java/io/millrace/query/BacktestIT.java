package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Campaigns over stored history, by HTTP. It is noon of Sunday, 2026-03-15, in UTC; the workspace is in Berlin. */
class BacktestIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api = Api.start(ZoneId.of("Europe/Berlin"));
    private final CampaignApi campaigns = new CampaignApi(api);
    private final List<ObjectNode> contacts = new ArrayList<>();
    private final List<ObjectNode> writes = new ArrayList<>();
    private long sequence;

    @BeforeEach
    void people() {
        contact("ann", "2026-02-01T00:00:00Z");
        contact("bob", "2026-02-01T00:00:00Z");
        contact("cid", "2026-02-01T00:00:00Z");
        trait("ann", "email", "\"ann@example.com\"", "2026-02-01T00:00:00Z");
        trait("bob", "email", "\"bob@example.com\"", "2026-02-01T00:00:00Z");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void contact(String user, String created) {
        contacts.add(contactRow(user, created));
    }

    private ObjectNode contactRow(String user, String created) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id()).put("contact", number(user));
        row.put("external_id", user)
                .put("anonymous_id", "")
                .put("generation", 0)
                .put("email", "");
        row.put("traits", "{}");
        row.put("created_at", Api.clickhouseTime(created)).put("updated_at", Api.clickhouseTime(created));
        return row.put("gone", 0).put("merged_into", 0).put("version", 1);
    }

    private BigInteger number(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user))
                .number();
    }

    private void trait(String user, String key, String value, String at) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id()).put("field", "trait").put("key", key);
        row.put("person", number(user)).put("value", value);
        row.put("timestamp", Api.clickhouseTime(at)).put("received_at", Api.clickhouseTime(at));
        row.put("sequence", sequence++);
        writes.add(row);
    }

    private void subscription(String user, boolean subscribed, String at) {
        trait(user, "", Boolean.toString(subscribed), at);
        writes.get(writes.size() - 1).put("field", "subscription");
    }

    private void stored() {
        api.stored();
        api.insert("contacts", contacts);
        api.insert("profile_writes", writes);
    }

    private String mailOn(String event, String settings) {
        return campaigns
                .create("{\"name\":\"Mail\",\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"event\",\"event\":\""
                        + event + "\"},{\"id\":\"m\",\"type\":\"send\",\"channel\":\"email\",\"subject\":\"Hi\","
                        + "\"content\":\"Hi\"}],\"edges\":[{\"from\":\"t\",\"to\":\"m\"}],\"settings\":" + settings
                        + "}")
                .path("id")
                .asText();
    }

    private JsonNode started(String campaign, String body) {
        return api.json(202, campaigns.post("/" + campaign + "/backtest", body));
    }

    private JsonNode completed(String campaign, String body) {
        String id = started(campaign, body).path("id").asText();
        await().atMost(PATIENCE)
                .until(() -> !show(campaign, id).path("status").asText().equals("running"));
        JsonNode shown = show(campaign, id);
        assertThat(shown.path("status").asText()).as(shown.toString()).isEqualTo("completed");
        assertThat(shown.path("progress").asDouble()).isEqualTo(1);
        return shown;
    }

    private JsonNode show(String campaign, String id) {
        return api.json(200, campaigns.get("/" + campaign + "/backtests/" + id));
    }

    private static JsonNode day(JsonNode backtest, String date) {
        for (JsonNode day : backtest.path("days")) {
            if (day.path("date").asText().equals(date)) {
                return day;
            }
        }
        throw new AssertionError("no " + date + " in " + backtest);
    }

    @Test
    void tellsByDayWhatWouldHaveBeenSentHeldAndCapped() {
        // 21:30 in Berlin is not quiet, 22:30 is; the cap counts from the message of Wednesday morning on.
        api.track("ann", "cart", "2026-03-10T20:30:00Z");
        api.track("bob", "cart", "2026-03-10T21:30:00Z");
        api.track("bob", "cart", "2026-03-11T12:00:00Z");
        // No address; and before the range, and after its end.
        api.track("cid", "cart", "2026-03-11T12:00:00Z");
        api.track("ann", "cart", "2026-03-09T12:00:00Z");
        api.track("ann", "cart", "2026-03-12T23:00:00Z");
        stored();
        String campaign = mailOn(
                "cart",
                "{\"re_entry\":\"every_event\",\"frequency_cap\":{\"max\":1,\"window\":\"24h\"},"
                        + "\"quiet_hours\":{\"start\":\"22:00\",\"end\":\"08:00\",\"mode\":\"hold\"}}");

        JsonNode found = completed(campaign, "{\"from\":\"2026-03-10\",\"to\":\"2026-03-12\"}");

        assertThat(found.path("from").asText()).isEqualTo("2026-03-09T23:00:00.000Z");
        assertThat(found.path("to").asText()).isEqualTo("2026-03-12T22:59:59.999Z");
        assertThat(found.path("contacts").asInt()).isEqualTo(3);
        assertThat(Api.texts(found.path("days"), "date")).containsExactly("2026-03-10", "2026-03-11", "2026-03-12");
        JsonNode tuesday = day(found, "2026-03-10");
        assertThat(tuesday.path("entries").asInt()).isEqualTo(2);
        assertThat(tuesday.path("sent").asInt()).isEqualTo(1);
        assertThat(tuesday.path("quiet_hours_held").asInt()).isEqualTo(1);
        JsonNode wednesday = day(found, "2026-03-11");
        assertThat(wednesday.path("entries").asInt()).isEqualTo(2);
        assertThat(wednesday.path("sends").path("email").asInt()).isEqualTo(1);
        assertThat(wednesday.path("cap_hits").asInt()).isEqualTo(1);
        assertThat(wednesday.path("skipped").path("no_address").asInt()).isEqualTo(1);
        assertThat(wednesday.path("exits").path("completed").asInt()).isEqualTo(3);
        assertThat(day(found, "2026-03-12").path("entries").asInt()).isZero();
        assertThat(found.path("totals").path("entries").asInt()).isEqualTo(4);
        assertThat(found.path("totals").path("sent").asInt()).isEqualTo(2);
        assertThat(found.path("waiting").asInt()).isZero();
    }

    @Test
    void daysComeAsCsvToo() {
        api.track("ann", "cart", "2026-03-10T12:00:00Z");
        stored();
        String campaign = mailOn("cart", "{}");
        String id = completed(campaign, "{\"from\":\"2026-03-10\",\"to\":\"2026-03-10\"}")
                .path("id")
                .asText();

        assertThat(campaigns
                        .get("/" + campaign + "/backtests/" + id + "?format=csv")
                        .body())
                .isEqualTo("date,entries,sent,sends_email,sends_push,sends_telegram,sends_onsite,sends_webhook,"
                        + "skipped_hold_out,skipped_unsubscribed,skipped_suppressed,skipped_no_address,"
                        + "skipped_quiet_hours_dropped,skipped_frequency_cap,cap_hits,quiet_hours_held,"
                        + "quiet_hours_dropped,limit_waits,calls,conversions,exits_completed,exits_exit_condition,"
                        + "exits_goal,exits_campaign_completed,exits_merged,exits_deleted\r\n"
                        + "2026-03-10,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0\r\n");
    }

    @Test
    void aDailyLimitCrossesContacts() {
        for (int minute = 10; minute < 15; minute++) {
            String user = "u" + (24 - minute);
            contact(user, "2026-02-01T00:00:00Z");
            trait(user, "email", "\"" + user + "@example.com\"", "2026-02-01T00:00:00Z");
            api.track(user, "cart", "2026-03-10T12:" + minute + ":00Z");
        }
        stored();
        String campaign = mailOn("cart", "{\"daily_limit\":2}");

        JsonNode found = completed(campaign, "{\"from\":\"2026-03-10\",\"to\":\"2026-03-11\"}");

        assertThat(day(found, "2026-03-10").path("sent").asInt()).isEqualTo(2);
        assertThat(day(found, "2026-03-10").path("limit_waits").asInt()).isEqualTo(3);
        assertThat(day(found, "2026-03-11").path("sent").asInt()).isEqualTo(2);
        assertThat(found.path("waiting").asInt()).isEqualTo(1);
    }

    @Test
    void segmentsAreJudgedOverTheWholeHistoryAndConsentAsItWasThen() {
        // The segment of the helper: traits.plan is trial.
        trait("ann", "plan", "\"trial\"", "2026-02-10T00:00:00Z");
        trait("bob", "plan", "\"trial\"", "2026-03-10T12:00:00Z");
        subscription("bob", false, "2026-03-10T11:00:00Z");
        stored();
        String campaign = campaigns
                .create("{\"name\":\"Trial\",\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"segment_entry\","
                        + "\"segment\":\"" + campaigns.segment
                        + "\"},{\"id\":\"m\",\"type\":\"send\",\"channel\":\"email\",\"subject\":\"Hi\",\"content\":\"Hi\"}],"
                        + "\"edges\":[{\"from\":\"t\",\"to\":\"m\"}],\"settings\":{}}")
                .path("id")
                .asText();

        JsonNode found = completed(campaign, "{\"from\":\"2026-03-10\",\"to\":\"2026-03-11\"}");
        JsonNode withMembers =
                completed(campaign, "{\"from\":\"2026-03-10\",\"to\":\"2026-03-11\",\"enroll_existing\":true}");

        assertThat(found.path("totals").path("entries").asInt()).isEqualTo(1);
        assertThat(found.path("totals").path("skipped").path("unsubscribed").asInt())
                .isEqualTo(1);
        assertThat(withMembers.path("totals").path("entries").asInt()).isEqualTo(2);
        assertThat(withMembers.path("totals").path("sent").asInt()).isEqualTo(1);
    }

    @Test
    void whoWasLinkedIsOneContactAndWhoWasDeletedIsLeftOut() {
        ObjectNode link = Json.MAPPER.createObjectNode();
        BigInteger visitor = ContactId.of(api.workspace.id(), new Person(Person.Kind.ANONYMOUS, "visitor"))
                .number();
        link.put("workspace", api.workspace.id()).put("person", visitor);
        link.put("from_ms", 0).put("contact", number("ann"));
        link.put("kind", "a").put("id", "visitor").put("version", 1);
        api.insert("identities", List.of(link));
        api.track("visitor", "cart", "2026-03-10T12:00:00Z");
        api.lastRow().put("person", visitor).put("user_id", "").put("anonymous_id", "visitor");
        api.track("ann", "cart", "2026-03-10T13:00:00Z");
        contacts.add(contactRow("gone", "2026-02-01T00:00:00Z").put("gone", 1));
        api.track("gone", "cart", "2026-03-10T13:00:00Z");
        stored();
        String campaign = mailOn("cart", "{\"re_entry\":\"never\"}");

        JsonNode found = completed(campaign, "{\"from\":\"2026-03-10\",\"to\":\"2026-03-10\"}");

        assertThat(found.path("contacts").asInt()).isEqualTo(3);
        assertThat(found.path("totals").path("entries").asInt()).isEqualTo(1);
    }

    @Test
    void messagesOfOtherCampaignsCountForTheCap() {
        api.track("ann", "message_sent", "2026-03-10T10:00:00Z");
        text("{\"properties\":{\"campaign_id\":\"cmp_other\"}}");
        api.track("ann", "cart", "2026-03-10T12:00:00Z");
        String campaign = mailOn("cart", "{\"frequency_cap\":{\"max\":1,\"window\":\"24h\"}}");
        api.track("bob", "message_sent", "2026-03-10T10:00:00Z");
        text("{\"properties\":{\"campaign_id\":\"" + campaign + "\"}}");
        api.track("bob", "cart", "2026-03-10T12:00:00Z");
        stored();

        JsonNode found = completed(campaign, "{\"from\":\"2026-03-10\"}");

        assertThat(found.path("totals").path("cap_hits").asInt()).isEqualTo(1);
        assertThat(found.path("totals").path("sent").asInt()).isEqualTo(1);
        // Without an end it ends now.
        assertThat(found.path("to").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
    }

    private void text(String json) {
        api.lastRow().put("text", json);
    }

    @Test
    void faultsAreNamedByTheirFields() {
        String campaign = mailOn("cart", "{}");
        for (String body : List.of(
                "{}",
                "{\"from\":7}",
                "{\"from\":\"soon\"}",
                "{\"from\":\"2026-03-20\"}",
                "{\"from\":\"2024-01-01\"}",
                "{\"from\":\"2026-03-10\",\"to\":\"2026-03-09\"}")) {
            assertThat(fields(campaign, body)).as(body).containsExactly("/from");
        }
        assertThat(fields(campaign, "{\"from\":\"2026-03-10\",\"to\":1}")).containsExactly("/to");
        assertThat(fields(campaign, "{\"from\":\"2026-03-10\",\"enroll_existing\":1}"))
                .containsExactly("/enroll_existing");
        assertThat(fields(campaign, "{\"from\":\"2026-03-10\",\"until\":1}")).containsExactly("/until");

        assertThat(campaigns
                        .post("/cmp_nothere/backtest", "{\"from\":\"2026-03-10\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(campaigns.get("/" + campaign + "/backtests/bt_nothere").statusCode())
                .isEqualTo(404);
    }

    private List<String> fields(String campaign, String body) {
        JsonNode error = api.json(400, campaigns.post("/" + campaign + "/backtest", body));
        return Api.texts(error.path("error").path("details"), "field");
    }

    @Test
    void oneAtATimeAndWhatRunsElsewhereIsAnsweredForAndCancelled() {
        String campaign = mailOn("cart", "{}");
        row(campaign, "bt_elsewhere", "running", Api.NOW.minusSeconds(5));

        assertThat(campaigns
                        .post("/" + campaign + "/backtest", "{\"from\":\"2026-03-10\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(campaigns
                        .get("/" + campaign + "/backtests/bt_elsewhere?format=csv")
                        .statusCode())
                .isEqualTo(409);
        JsonNode shown = show(campaign, "bt_elsewhere");
        assertThat(shown.path("status").asText()).isEqualTo("running");
        assertThat(shown.path("progress").asDouble()).isEqualTo(0.25);

        JsonNode cancelled = api.json(200, campaigns.delete(campaign + "/backtests/bt_elsewhere"));

        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        completed(campaign, "{\"from\":\"2026-03-10\"}");
        assertThat(show(campaign, "bt_elsewhere").path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void whatWasNotHeardOfForAMinuteWasInterrupted() {
        String campaign = mailOn("cart", "{}");
        row(campaign, "bt_lost", "running", Api.NOW.minusSeconds(61));

        JsonNode shown = show(campaign, "bt_lost");

        assertThat(shown.path("status").asText()).isEqualTo("failed");
        assertThat(shown.path("error").asText()).isEqualTo("interrupted");
        completed(campaign, "{\"from\":\"2026-03-10\"}");
    }

    private void row(String campaign, String id, String state, Instant updated) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id()).put("backtest_id", id).put("campaign", campaign);
        row.put("campaign_version", 1).put("from_ms", 0).put("to_ms", 1).put("enroll_existing", 0);
        row.put("state", state).put("progress", 0.25);
        row.put("started_at", Api.clickhouseTime(Timestamps.format(updated.toEpochMilli())));
        row.put("updated_at", Api.clickhouseTime(Timestamps.format(updated.toEpochMilli())));
        row.put("row_version", updated.toEpochMilli() << 20);
        api.insert("backtests", List.of(row));
    }
}
