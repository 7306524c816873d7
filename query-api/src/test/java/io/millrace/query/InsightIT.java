package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told of a campaign: where a contact stands in it or why it is not in it, and how many are where. */
class InsightIT {

    private static final String SERIES = "{\"name\":\"Series\",\"nodes\":["
            + "{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"event\",\"event\":\"cart\","
            + "\"where\":[{\"field\":\"properties.total\",\"op\":\"gte\",\"value\":100}],"
            + "\"rules\":{\"operator\":\"AND\",\"conditions\":["
            + "{\"field\":\"trigger.properties.shop\",\"op\":\"eq\",\"value\":\"main\"},"
            + "{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"pro\"}]}},"
            + "{\"id\":\"d\",\"type\":\"delay\",\"duration\":\"2d\"},"
            + "{\"id\":\"m\",\"type\":\"send\",\"channel\":\"email\",\"subject\":\"Hi {{ firstName }}\","
            + "\"content\":\"<p>{{ event.total }} at {{ event.shop }}, {{ nick }} {{ nick | default: 'you' }}</p>\"}],"
            + "\"edges\":[{\"from\":\"t\",\"to\":\"d\"},{\"from\":\"d\",\"to\":\"m\"}]}";

    private final Api api = Api.withKafka();
    private final CampaignApi campaigns = new CampaignApi(api);
    private final JobDouble job = JobDouble.start(api);
    private long version = 1;

    @BeforeEach
    void contact() {
        api.json(
                201,
                api.post(
                        "/v1/contacts",
                        api.secretKey,
                        "{\"external_id\":\"ada\",\"traits\":{\"email\":\"ada@example.com\",\"firstName\":\"Ada\"}}"));
    }

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @Test
    void whoIsInARunIsToldWhereItStandsAndUntilWhen() {
        String id = launched(SERIES);
        Instant entered = Api.NOW.minus(Duration.ofDays(1));
        Instant until = entered.plus(Duration.ofDays(2));
        step(id, "run_1", "entered", "t", "", "", entered, null);
        step(id, "run_1", "reached", "t", "", "", entered, null);
        step(id, "run_1", "reached", "d", "t", "", entered, until);

        JsonNode told = explained(id);

        assertThat(told.path("in_run").asBoolean()).isTrue();
        assertThat(told.path("not_entered").isNull()).isTrue();
        JsonNode waits = told.path("runs").path(0).path("waits");
        assertThat(waits.path("node").asText()).isEqualTo("d");
        assertThat(waits.path("type").asText()).isEqualTo("delay");
        assertThat(waits.path("for").asText()).isEqualTo("delay");
        assertThat(waits.path("until").asText()).isEqualTo(text(until));
        assertThat(told.path("summary").asText())
                .isEqualTo(
                        "The contact entered at " + text(entered) + " by trigger \"t\" and stands at node \"d\" since "
                                + text(entered) + "; it waits until " + text(until) + ".");

        api.json(200, campaigns.post("/" + id + "/pause", ""));
        assertThat(explained(id).path("summary").asText()).endsWith(", and then until the campaign is resumed.");
    }

    @Test
    void aStepThatDoesNotSayUntilWhenIsWorkedOutWhereTheNodeSaysIt() {
        String id = launched(SERIES);
        Instant entered = Api.NOW.minus(Duration.ofHours(3));
        step(id, "run_1", "entered", "t", "", "", entered, null);
        step(id, "run_1", "reached", "d", "t", "", entered, null);

        JsonNode waits = explained(id).path("runs").path(0).path("waits");

        assertThat(waits.path("until").asText()).isEqualTo(text(entered.plus(Duration.ofDays(2))));
    }

    @Test
    void pastRunsAreToldWithTheirStepsAndMessages() {
        String id = launched(SERIES);
        Instant entered = Api.NOW.minus(Duration.ofDays(9));
        step(id, "run_1", "entered", "t", "", "hold_out", entered, null);
        step(id, "run_1", "reached", "m", "t", "", entered, null);
        step(id, "run_1", "skipped", "m", "", "hold_out", entered, null);
        step(id, "run_1", "exited", "m", "", "completed", entered, null);
        api.insert(
                "messages",
                List.of(Json.MAPPER
                        .createObjectNode()
                        .put("workspace", api.workspace.id())
                        .put("campaign", id)
                        .put("send_id", "send_1")
                        .put("node", "m")
                        .put("run", "run_1")
                        .put("contact", ada().number())
                        .put("channel", "email")
                        .put("outcome", "skipped")
                        .put("reason", "hold_out")
                        .put("at", Api.clickhouseTime(text(entered)))));

        JsonNode told = explained(id);
        JsonNode run = told.path("runs").path(0);

        assertThat(told.path("in_run").asBoolean()).isFalse();
        assertThat(run.path("state").asText()).isEqualTo("completed");
        assertThat(run.path("held_out").asBoolean()).isTrue();
        assertThat(Api.texts(run.path("steps"), "step")).containsExactly("entered", "reached", "skipped", "exited");
        assertThat(run.path("messages").path(0).path("status").asText()).isEqualTo("skipped");
        assertThat(run.path("messages").path(0).path("reason").asText()).isEqualTo("hold_out");
        assertThat(told.path("not_entered").path("reason").asText()).isEqualTo("no_event");
        assertThat(told.path("summary").asText())
                .contains("is held out", "completed. It did not enter again: the contact has no such event.");
    }

    @Test
    void whoeverIsNotInItIsToldWhatKeptThemOut() {
        String id = campaigns.create(SERIES).path("id").asText();
        assertThat(reason(id)).isEqualTo("not_launched");
        api.json(200, campaigns.post("/" + id + "/activate", ""));
        assertThat(reason(id)).isEqualTo("no_event");

        cart(Api.NOW.minusSeconds(10), Api.NOW.minusSeconds(10), "{\"total\":500,\"shop\":\"main\"}");
        assertThat(reason(id)).isEqualTo("before_active");

        cart(Api.NOW.minus(Duration.ofHours(73)), Api.NOW, "{\"total\":500,\"shop\":\"main\"}");
        assertThat(reason(id)).isEqualTo("too_old");

        cart(Api.NOW, Api.NOW, "{\"total\":99,\"shop\":\"main\"}");
        assertThat(reason(id)).isEqualTo("where");

        cart(Api.NOW, Api.NOW, "{\"total\":100,\"shop\":\"other\"}");
        assertThat(reason(id)).isEqualTo("rules");

        cart(Api.NOW, Api.NOW, "{\"total\":100,\"shop\":\"main\"}");
        JsonNode trigger = explained(id).path("not_entered").path("triggers").path(0);
        assertThat(trigger.path("reason").asText()).isEqualTo("rules");
        assertThat(trigger.path("event").path("properties").toString()).isEqualTo("{\"total\":100,\"shop\":\"main\"}");
        List<Boolean> held = new ArrayList<>();
        trigger.path("rules")
                .path("conditions")
                .forEach(condition -> held.add(condition.path("holds").asBoolean()));
        assertThat(held).as("the shop is right, the plan is not").containsExactly(true, false);

        step(id, "run_1", "entered", "t", "", "", Api.NOW.minus(Duration.ofDays(3)), null);
        step(id, "run_1", "exited", "t", "", "goal", Api.NOW.minus(Duration.ofDays(2)), null);
        assertThat(reason(id)).isEqualTo("re_entry");
        assertThat(explained(id).path("not_entered").path("text").asText())
                .contains("Who entered once does not enter again")
                .contains(text(Api.NOW.minus(Duration.ofDays(3))));

        step(id, "run_2", "entered", "t", "", "", Api.NOW, null);
        step(id, "run_2", "exited", "t", "", "goal", Api.NOW, null);
        assertThat(reason(id)).isEqualTo("entered");

        api.json(200, campaigns.post("/" + id + "/pause", ""));
        assertThat(reason(id)).isEqualTo("paused");
        api.json(200, campaigns.post("/" + id + "/complete", ""));
        assertThat(reason(id)).isEqualTo("completed");
    }

    @Test
    void aSegmentTriggerIsExplainedByTheSegmentsRule() {
        String id = launched(campaigns.named("{\"name\":\"S\",\"nodes\":["
                + "{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"segment_entry\",\"segment\":\"SEGMENT\"},"
                + "{\"id\":\"m\",\"type\":\"send\",\"channel\":\"push\",\"content\":\"p\"}],"
                + "\"edges\":[{\"from\":\"t\",\"to\":\"m\"}]}"));

        JsonNode trigger = explained(id).path("not_entered").path("triggers").path(0);

        assertThat(trigger.path("reason").asText()).isEqualTo("not_in_segment");
        assertThat(trigger.path("rules").toString()).contains("traits.plan");
        assertThat(reason(launched("{\"name\":\"M\",\"nodes\":["
                        + "{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"manual\"},"
                        + "{\"id\":\"m\",\"type\":\"send\",\"channel\":\"push\",\"content\":\"p\"}],"
                        + "\"edges\":[{\"from\":\"t\",\"to\":\"m\"}]}")))
                .isEqualTo("by_hand");
    }

    @Test
    void whoIsAskedForMustBeThere() {
        String id = launched(SERIES);
        assertThat(campaigns.get("/" + id + "/explain?contact=nobody").statusCode())
                .isEqualTo(404);
        assertThat(campaigns.get("/cmp_none/explain?contact=ada").statusCode()).isEqualTo(404);
        assertThat(campaigns.get("/" + id + "/explain").statusCode()).isEqualTo(400);
        assertThat(campaigns.get("/" + id + "/explain?contact=ada&x=1").statusCode())
                .isEqualTo(400);
    }

    @Test
    void nodesCountWhoCameWaitsAndWentOn() {
        String id = launched(SERIES);
        Instant at = Api.NOW.minusSeconds(60);
        for (int run = 1; run <= 4; run++) {
            step(id, "run_" + run, "entered", "t", "", "", at, null);
            step(id, "run_" + run, "reached", "t", "", "", at, null);
            step(id, "run_" + run, "reached", "d", "t", "", at, null);
        }
        for (int run = 1; run <= 2; run++) {
            step(id, "run_" + run, "reached", "m", "d", "", at, null);
            step(id, "run_" + run, run == 1 ? "sent" : "skipped", "m", "", run == 1 ? "" : "no_address", at, null);
            step(id, "run_" + run, "exited", "m", "", "completed", at, null);
        }
        step(id, "run_3", "exited", "d", "", "exit_condition", at, null);
        for (String send : List.of("s2", "s2")) {
            api.track(
                    "ada",
                    "message_skipped",
                    text(at),
                    "send_id",
                    send,
                    "campaign_id",
                    id,
                    "node_id",
                    "m",
                    "reason",
                    "no_address");
        }
        api.track("ada", "message_failed", text(at), "send_id", "s1", "campaign_id", id, "node_id", "m", "reason", "x")
                .stored();

        JsonNode nodes = api.json(200, campaigns.get("/" + id + "/nodes")).path("nodes");

        assertThat(nodes.path(0).toString()).isEqualTo(numbers("t", "trigger", 4, 0, 4, 0, 0, "{}", 0));
        assertThat(nodes.path(1).toString()).isEqualTo(numbers("d", "delay", 4, 1, 2, 1, 0, "{}", 0));
        assertThat(nodes.path(2).toString()).isEqualTo(numbers("m", "send", 2, 0, 2, 0, 1, "{\"no_address\":1}", 1));
        assertThat(campaigns.get("/" + id + "/nodes?format=csv").body())
                .isEqualTo("id,type,entered,waiting,done,exited,sent,skipped,failed\r\n"
                        + "t,trigger,4,0,4,0,0,{},0\r\n"
                        + "d,delay,4,1,2,1,0,{},0\r\n"
                        + "m,send,2,0,2,0,1,\"{\"\"no_address\"\":1}\",1\r\n");
    }

    @Test
    void aPreviewNamesEverythingThatIsMissing() {
        String id = launched(SERIES);
        cart(Api.NOW, Api.NOW, "{\"total\":120,\"shop\":\"<main>\"}");

        JsonNode shown = api.json(
                200, campaigns.post("/" + id + "/preview", "{\"node_id\":\"m\",\"contact\":\"" + ada() + "\"}"));

        assertThat(shown.path("subject").asText()).isEqualTo("Hi Ada");
        assertThat(shown.path("html").asText()).isEqualTo("<p>120 at &lt;main&gt;,  you</p>");
        assertThat(shown.path("missing").toString()).isEqualTo("[\"nick\"]");
        assertThat(shown.path("would_send").asBoolean()).isFalse();

        JsonNode other = api.json(
                200,
                campaigns.post(
                        "/" + id + "/preview", "{\"node_id\":\"m\",\"contact\":\"ada\",\"event\":{\"total\":7}}"));
        assertThat(other.path("html").asText()).isEqualTo("<p>7 at ,  you</p>");
        assertThat(other.path("missing").toString()).isEqualTo("[\"event.shop\",\"nick\"]");

        for (String body : List.of(
                "{\"node_id\":\"d\",\"contact\":\"ada\"}",
                "{\"contact\":\"ada\"}",
                "{\"node_id\":\"m\"}",
                "{\"node_id\":\"m\",\"contact\":\"ada\",\"event\":[]}",
                "{\"node_id\":\"m\",\"contact\":\"ada\",\"x\":1}")) {
            assertThat(campaigns.post("/" + id + "/preview", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(campaigns
                        .post("/" + id + "/preview", "{\"node_id\":\"m\",\"contact\":\"nobody\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static String numbers(
            String id,
            String type,
            int entered,
            int waiting,
            int done,
            int exited,
            int sent,
            String skipped,
            int failed) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"entered\":" + entered + ",\"waiting\":" + waiting
                + ",\"done\":" + done + ",\"exited\":" + exited + ",\"sent\":" + sent + ",\"skipped\":" + skipped
                + ",\"failed\":" + failed + "}";
    }

    private String launched(String body) {
        String id = campaigns.create(body).path("id").asText();
        api.json(200, campaigns.post("/" + id + "/activate", ""));
        return id;
    }

    private JsonNode explained(String id) {
        return api.json(200, campaigns.get("/" + id + "/explain?contact=ada"));
    }

    private String reason(String id) {
        return explained(id).path("not_entered").path("reason").asText();
    }

    private ContactId ada() {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, "ada"));
    }

    private static String text(Instant at) {
        return Timestamps.format(at.toEpochMilli());
    }

    private void cart(Instant at, Instant arrived, String properties) {
        api.track("ada", "cart", text(at));
        api.lastRow()
                .put("received_at", Api.clickhouseTime(text(arrived)))
                .put("text", "{\"type\":\"track\",\"event\":\"cart\",\"properties\":" + properties + "}");
        api.stored();
    }

    /** A row as the job writes it. */
    private void step(
            String campaign,
            String run,
            String step,
            String node,
            String from,
            String reason,
            Instant at,
            @Nullable Instant until) {
        ObjectNode row = Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put("campaign", campaign)
                .put("run", run)
                .put("campaign_version", 1)
                .put("contact", ada().number())
                .put("step", step)
                .put("node", node)
                .put("from_node", from)
                .put("reason", reason)
                .put("at", Api.clickhouseTime(text(at)))
                .put("version", version++);
        if (until != null) {
            row.put("until", Api.clickhouseTime(text(until)));
        }
        api.insert("enrollment_steps", List.of(row));
    }
}
