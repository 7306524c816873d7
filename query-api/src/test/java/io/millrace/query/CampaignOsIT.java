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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CampaignOS's dashboards over HTTP; now is noon of Sunday 15 March 2026, thirty days begin on 14 February. */
class CampaignOsIT {

    private final Api api = Api.start();
    private final String analytics = "/api/workspaces/" + api.workspace.id() + "/analytics";

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void anEmptyWorkspaceHasZerosOfEveryKind() {
        assertThat(get("").toString())
                .isEqualTo("{\"contacts\":{\"total\":0,\"new\":0},\"campaigns\":{\"total\":0,\"active\":0},"
                        + "\"messages\":{\"total\":0,\"sent\":0,\"opened\":0,\"clicked\":0,\"openRate\":0.0,\"clickRate\":0.0},"
                        + "\"events\":{\"total\":0}}");
        assertThat(get("/attribution?days=7").toString())
                .isEqualTo("{\"period\":\"7d\",\"sources\":[],\"totalAttributedEvents\":0,\"conversions\":0}");
        assertThat(get("/cohorts?days=1").toString())
                .isEqualTo(
                        "{\"period\":\"1d\",\"metric\":\"events\",\"cohorts\":[{\"cohort\":\"2026-03-15\",\"size\":0,"
                                + "\"activeContacts\":0,\"retentionRate\":0.0,\"retention\":{\"week_0\":0}}]}");
    }

    @Test
    void theOverviewCountsContactsCampaignsMessagesAndEvents() {
        campaign("cmp_1", "Welcome", "active");
        campaign("cmp_2", "Winter", "paused");
        api.track("old", "buy", "2025-01-01T10:00:00.000Z")
                .track("old", "buy", "2026-03-01T10:00:00.000Z")
                .track("new", "buy", "2026-02-14T00:00:00.000Z")
                .event("identify", "eve", "", "2026-02-13T23:59:59.999Z", new String[0], new String[0]);
        message("s1", "2026-03-01T10:00:00.000Z", "cmp_1", "email", "sent", "delivered", "opened", "opened", "clicked");
        message("s2", "2026-03-01T10:00:00.000Z", "cmp_1", "email", "sent", "delivered");
        message("s3", "2026-03-01T10:00:00.000Z", "cmp_1", "email", "sent", "delivered", "opened");
        message("s4", "2026-03-01T10:00:00.000Z", "cmp_1", "push", "sent");
        // Begun before the thirty days: its later open counts nowhere.
        message("s5", "2026-02-10T10:00:00.000Z", "cmp_1", "email", "sent");
        message("s5", "2026-03-02T10:00:00.000Z", "cmp_1", "email", "opened");
        api.stored();
        // Made by the API, without any event; and one that is deleted since.
        contact("made", "2026-03-10T10:00:00.000Z", false);
        contact("old", "2026-03-10T10:00:00.000Z", false);
        contact("gone", "2026-03-10T10:00:00.000Z", true);

        // old, new, eve, made, and mail, who got the messages: it is known since 10 February.
        assertThat(get("").toString())
                .isEqualTo("{\"contacts\":{\"total\":5,\"new\":2},\"campaigns\":{\"total\":2,\"active\":1},"
                        + "\"messages\":{\"total\":4,\"sent\":4,\"opened\":2,\"clicked\":1,\"openRate\":0.5,\"clickRate\":0.25},"
                        + "\"events\":{\"total\":2}}");
        JsonNode overview = api.json(200, api.get("/v1/analytics/overview", api.secretKey));
        assertThat(overview.path("active_campaigns").asInt()).isEqualTo(1);
        assertThat(overview.path("total_contacts").asInt()).isEqualTo(5);
    }

    @Test
    void aCampaignsMessagesAddUp() {
        campaign("cmp_1", "Welcome", "active");
        String at = "2026-03-10T10:00:00.000Z";
        message("s1", at, "cmp_1", "email", "sent", "delivered", "opened", "opened", "clicked", "clicked");
        message("s2", at, "cmp_1", "email", "sent", "delivered", "opened");
        message("s3", at, "cmp_1", "email", "sent", "delivered");
        message("s4", at, "cmp_1", "push", "sent", "delivered");
        // Delivered first and bounced later: it did not arrive.
        message("s5", at, "cmp_1", "email", "sent", "delivered", "bounced");
        message("s6", at, "cmp_1", "email", "failed");
        message("s7", at, "cmp_1", "email", "sent");
        message("s8", at, "cmp_1", "email", "skipped");
        message("s9", at, "cmp_2", "email", "sent", "delivered", "opened");
        message("s10", "2026-03-01T10:00:00.000Z", "cmp_1", "email", "sent", "delivered", "opened");
        message("t1", at, "cmp_1", "email", "sent", "delivered", "opened");
        api.lastRow().withObject("properties").put("class", "marketing");
        api.stored();
        testSend("t2", at, "cmp_1");

        // In seven days: s1 to s7 and t1 were sent; 1, 2, 3, 4, t1 arrived; 1, 2, t1 were opened; 7 is on its way.
        assertThat(get("/campaigns/cmp_1?period=7d").toString())
                .isEqualTo("{\"campaign\":{\"id\":\"cmp_1\",\"name\":\"Welcome\"},"
                        + "\"enrollments\":{\"total\":0,\"active\":0,\"completed\":0},"
                        + "\"messages\":{\"total\":8,\"sent\":8,\"delivered\":5,\"opened\":3,\"clicked\":1,\"bounced\":1,"
                        + "\"failed\":1,\"openRate\":0.6,\"clickRate\":0.2,\"bounceRate\":0.2},"
                        + "\"statusBreakdown\":[{\"status\":\"SENT\",\"_count\":8},{\"status\":\"DELIVERED\",\"_count\":5},"
                        + "{\"status\":\"OPENED\",\"_count\":3},{\"status\":\"CLICKED\",\"_count\":1},"
                        + "{\"status\":\"BOUNCED\",\"_count\":1},{\"status\":\"FAILED\",\"_count\":1},"
                        + "{\"status\":\"SKIPPED\",\"_count\":1}],"
                        + "\"channelBreakdown\":[{\"channel\":\"EMAIL\",\"_count\":7},{\"channel\":\"PUSH\",\"_count\":1}],"
                        + "\"abTests\":[]}");
        assertThat(get("/campaigns/cmp_1").path("messages").path("sent").asInt())
                .isEqualTo(9);
        assertThat(get("/campaigns/cmp_2").path("campaign").path("name").asText())
                .isEqualTo("cmp_2");
        assertThat(api.get(analytics + "/campaigns/cmp_3", api.secretKey).statusCode())
                .isEqualTo(404);
        assertThat(refused("/campaigns/cmp_1?period=30")).isEqualTo("period");
    }

    @Test
    void messagesOpensAndClicksStandOnTheirOwnDaysOnce() {
        message("s1", "2026-03-13T10:00:00.000Z", "cmp_1", "email", "sent");
        message("s1", "2026-03-14T10:00:00.000Z", "cmp_1", "email", "opened");
        message("s1", "2026-03-15T10:00:00.000Z", "cmp_1", "email", "opened", "clicked");
        message("s2", "2026-03-15T10:00:00.000Z", "cmp_1", "email", "skipped");
        api.stored();

        assertThat(get("/timeseries?days=2").path("series").toString())
                .isEqualTo(
                        "[{\"date\":\"2026-03-14\",\"events\":0,\"contacts\":0,\"messages\":0,\"opens\":1,\"clicks\":0},"
                                + "{\"date\":\"2026-03-15\",\"events\":0,\"contacts\":0,\"messages\":0,\"opens\":0,\"clicks\":1}]");
        assertThat(csv("/timeseries?days=3&format=csv"))
                .isEqualTo("date,events,contacts,messages,opens,clicks\r\n2026-03-13,0,1,1,0,0\r\n"
                        + "2026-03-14,0,0,0,1,0\r\n2026-03-15,0,0,0,0,1\r\n");
    }

    @Test
    void sourcesAreTheEventsThatNameAUtmField() {
        visit("ann", "2026-03-10T10:00:00.000Z", "google", "cpc", "summer");
        visit("ann", "2026-03-11T10:00:00.000Z", "google", "cpc", "summer");
        visit("bob", "2026-03-10T10:00:00.000Z", "google", "cpc", "summer");
        visit("bob", "2026-03-10T10:00:00.000Z", "news", "", "");
        visit("old", "2026-01-01T10:00:00.000Z", "google", "cpc", "summer");
        api.track("ann", "purchase", "2026-03-10T10:00:00.000Z")
                .track("ann", "purchase", "2026-03-12T10:00:00.000Z")
                .track("ann", "purchase", "2026-03-10T09:59:59.999Z")
                .track("bob", "won", "2026-03-12T10:00:00.000Z")
                .track("old", "purchase", "2026-03-12T10:00:00.000Z")
                .stored();

        // Conversions: ann's at the instant of her first visit and after; old's visit lies outside of the period.
        assertThat(get("/attribution").toString())
                .isEqualTo("{\"period\":\"30d\",\"sources\":["
                        + "{\"source\":\"google\",\"medium\":\"cpc\",\"campaign\":\"summer\",\"uniqueVisitors\":2,\"totalEvents\":3},"
                        + "{\"source\":\"news\",\"medium\":null,\"campaign\":null,\"uniqueVisitors\":1,\"totalEvents\":1}],"
                        + "\"totalAttributedEvents\":4,\"conversions\":2}");
        assertThat(get("/attribution?conversion=won,purchase")
                        .path("conversions")
                        .asInt())
                .isEqualTo(3);
        assertThat(csv("/attribution?format=csv"))
                .isEqualTo("source,medium,campaign,uniqueVisitors,totalEvents\r\n"
                        + "google,cpc,summer,2,3\r\nnews,,,1,1\r\n");
    }

    @Test
    void cohortsAreTheNewContactsOfADayAndWhoCameBackInWhichWeek() {
        // ann and bob are new on 1 March (a week ends with the 7th), cid on 8 March, dan was there before.
        api.track("ann", "a", "2026-03-01T00:00:00.000Z")
                .track("ann", "a", "2026-03-07T23:59:59.999Z")
                .track("ann", "a", "2026-03-08T00:00:00.000Z")
                .track("ann", "a", "2026-03-15T11:00:00.000Z")
                .track("ann", "a", "2026-03-15T11:30:00.000Z")
                .track("bob", "a", "2026-03-01T10:00:00.000Z")
                .track("bob", "b", "2026-03-14T23:00:00.000Z")
                .track("cid", "a", "2026-03-08T10:00:00.000Z")
                .track("dan", "a", "2025-03-01T10:00:00.000Z")
                .track("dan", "a", "2026-03-02T10:00:00.000Z")
                .stored();

        JsonNode cohorts = get("/cohorts?days=15").path("cohorts");
        assertThat(cohorts).hasSize(15);
        assertThat(cohorts.get(0).toString())
                .isEqualTo("{\"cohort\":\"2026-03-01\",\"size\":2,\"activeContacts\":1,\"retentionRate\":0.5,"
                        + "\"retention\":{\"week_0\":2,\"week_1\":2,\"week_2\":1}}");
        assertThat(cohorts.get(1).path("size").asInt()).isZero();
        assertThat(cohorts.get(7).toString())
                .isEqualTo("{\"cohort\":\"2026-03-08\",\"size\":1,\"activeContacts\":0,\"retentionRate\":0.0,"
                        + "\"retention\":{\"week_0\":1,\"week_1\":0}}");
        assertThat(get("/cohorts?days=15&metric=event:b")
                        .path("cohorts")
                        .get(0)
                        .path("retention")
                        .toString())
                .isEqualTo("{\"week_0\":2,\"week_1\":1,\"week_2\":0}");
        assertThat(csv("/cohorts?days=8&format=csv").lines().limit(3))
                .containsExactly(
                        "cohort,size,activeContacts,retentionRate,week,contacts",
                        "2026-03-08,1,0,0.0,0,1",
                        "2026-03-08,1,0,0.0,1,0");
        assertThat(refused("/cohorts?metric=love")).isEqualTo("metric");
    }

    @Test
    void aFunnelIsCsvToo() {
        api.track("ann", "signup", "2026-03-10T10:00:00.000Z")
                .track("ann", "purchase", "2026-03-10T11:00:00.000Z")
                .track("bob", "signup", "2026-03-10T10:00:00.000Z")
                .stored();

        assertThat(get("/funnel?steps=signup,purchase&days=30").toString())
                .isEqualTo("{\"period\":\"30d\",\"steps\":["
                        + "{\"step\":\"signup\",\"count\":2,\"dropoff\":0,\"conversionFromPrevious\":1.0},"
                        + "{\"step\":\"purchase\",\"count\":1,\"dropoff\":1,\"conversionFromPrevious\":0.5}],"
                        + "\"overallConversion\":0.5}");
        assertThat(csv("/funnel?steps=signup,purchase&format=csv"))
                .isEqualTo("step,count,dropoff,conversionFromPrevious\r\nsignup,2,0,1.0\r\npurchase,1,1,0.5\r\n");
    }

    private void campaign(String id, String name, String status) {
        ObjectNode body =
                Json.MAPPER.createObjectNode().put("id", id).put("name", name).put("status", status);
        api.definitions.put(
                new Definition.Key(Definition.Kind.CAMPAIGN, api.workspace.id(), id),
                Definitions.ABSENT,
                body.toString());
    }

    private void message(String send, String at, String campaign, String channel, String... steps) {
        for (String step : steps) {
            api.track(
                    "mail",
                    "message_" + step,
                    at,
                    "send_id",
                    send,
                    "campaign_id",
                    campaign,
                    "channel",
                    channel,
                    "class",
                    "marketing");
        }
    }

    private void testSend(String send, String at, String campaign) {
        api.track(
                        "mail",
                        "message_sent",
                        at,
                        "send_id",
                        send,
                        "campaign_id",
                        campaign,
                        "channel",
                        "email",
                        "class",
                        "test")
                .stored();
    }

    private void visit(String user, String at, String source, String medium, String campaign) {
        api.event("page", user, "page", at, new String[0], new String[] {
            "campaign.source", source, "campaign.medium", medium, "campaign.name", campaign
        });
    }

    private void contact(String user, String createdAt, boolean gone) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put(
                "contact",
                ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user))
                        .number());
        row.put("external_id", user).put("created_at", Api.clickhouseTime(createdAt));
        row.put("updated_at", Api.clickhouseTime(createdAt));
        row.put("gone", gone ? 1 : 0).put("version", 1);
        api.insert("contacts", List.of(row));
    }

    private JsonNode get(String path) {
        return api.json(200, api.get(analytics + path, api.secretKey));
    }

    private String csv(String path) {
        return api.get(analytics + path, api.secretKey).body();
    }

    private String refused(String path) {
        return api.json(400, api.get(analytics + path, api.secretKey))
                .path("details")
                .get(0)
                .path("field")
                .asText();
    }
}
