package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.streams.Topics;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import io.millrace.testing.EmbeddedServices;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single messages over HTTP: what became of them, how a template reads, and sending one by itself. */
class MessagesIT {

    private final Api api = Api.withKafka();
    private final CampaignApi campaigns = new CampaignApi(api);
    private final JobDouble job = JobDouble.start(api);
    private final String campaignos = "/api/workspaces/" + api.workspace.id() + "/messages";
    private String campaign = "";

    @BeforeEach
    void lives() {
        for (String user : List.of("ada", "bob")) {
            api.json(
                    201,
                    api.post(
                            "/v1/contacts",
                            api.secretKey,
                            "{\"external_id\":\"" + user + "\",\"traits\":{\"email\":\"" + user
                                    + "@example.com\",\"firstName\":\"" + user + "\"}}"));
        }
        campaign = campaigns.welcome();
        granted("send_1", "ada", "granted", "", "2026-03-01 10:00:00");
        granted("send_2", "bob", "skipped", "no_address", "2026-03-01 11:00:00");
        granted("send_3", "bob", "granted", "", "2026-03-01 12:00:00");
        told("ada", "message_sent", "2026-03-01T10:00:01Z", "send_1");
        told("ada", "message_delivered", "2026-03-01T10:00:01Z", "send_1");
        told("ada", "message_opened", "2026-03-01T10:05:00Z", "send_1");
        told("ada", "message_opened", "2026-03-01T10:06:00Z", "send_1");
        told("ada", "message_clicked", "2026-03-01T10:07:00Z", "send_1");
        told("bob", "message_skipped", "2026-03-01T11:00:00Z", "send_2");
        api.track(
                "bob",
                "message_failed",
                "2026-03-01T13:00:00Z",
                "send_id",
                "send_4",
                "channel",
                "webhook",
                "reason",
                "timeout");
        api.stored();
    }

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @Test
    void messagesAreListedNewestFirstAndFiltered() {
        assertThat(ids("")).containsExactly("send_4", "send_3", "send_2", "send_1");
        assertThat(ids("?campaign=" + campaign)).containsExactly("send_3", "send_2", "send_1");
        assertThat(ids("?contact=ada")).containsExactly("send_1");
        assertThat(ids("?contact=" + id("bob") + "&status=skipped")).containsExactly("send_2");
        assertThat(ids("?status=pending")).containsExactly("send_3");
        assertThat(ids("?status=delivered")).containsExactly("send_1");
        assertThat(ids("?channel=webhook")).containsExactly("send_4");

        JsonNode first = api.json(200, get("?limit=3"));
        assertThat(Api.texts(first.path("data"), "id")).containsExactly("send_4", "send_3", "send_2");
        assertThat(ids("?limit=3&cursor=" + first.path("next_cursor").asText())).containsExactly("send_1");

        assertThat(get("?contact=nobody").statusCode()).isEqualTo(404);
        for (String bad : List.of("?status=gone", "?channel=fax", "?cursor=x", "?limit=0", "?x=1", "?format=xml")) {
            assertThat(get(bad).statusCode()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void aMessageIsShownWithEverythingThatHappenedToIt() {
        JsonNode message = api.json(200, get("/send_1"));

        assertThat(message.path("status").asText()).isEqualTo("delivered");
        assertThat(message.path("contact_id").asText()).isEqualTo(id("ada"));
        assertThat(message.path("opens").asInt()).isEqualTo(2);
        assertThat(message.path("opened_at").asText()).isEqualTo("2026-03-01T10:05:00.000Z");
        assertThat(message.path("failed_at").isNull()).isTrue();
        assertThat(Api.texts(message.path("timeline"), "event"))
                .containsExactly(
                        "granted",
                        "message_sent",
                        "message_delivered",
                        "message_opened",
                        "message_opened",
                        "message_clicked");
        assertThat(get("/send_none").statusCode()).isEqualTo(404);
    }

    @Test
    void theListIsATableToo() {
        String csv = get("?contact=bob&status=skipped&format=csv").body();

        assertThat(csv.lines().toList()).hasSize(2);
        assertThat(csv.lines().findFirst().orElseThrow())
                .startsWith("id,contact_id,campaign_id,node_id,run_id,channel,template_id,class,status,reason");
        assertThat(csv.lines().toList().get(1))
                .startsWith("send_2," + id("bob") + "," + campaign + ",m,run_1,email," + campaigns.template
                        + ",marketing,skipped,no_address,");
    }

    @Test
    void campaignOsSeesOneStatusAMessage() {
        JsonNode page = api.json(200, api.get(campaignos + "?limit=2", api.secretKey));

        assertThat(Api.texts(page.path("data"), "id")).containsExactly("send_4", "send_3");
        assertThat(Api.texts(page.path("data"), "status")).containsExactly("FAILED", "QUEUED");
        assertThat(page.path("pagination").toString())
                .isEqualTo("{\"page\":1,\"limit\":2,\"total\":3,\"totalPages\":2}");
        JsonNode clicked = api.json(200, api.get(campaignos + "?status=CLICKED&contactId=ada", api.secretKey));
        assertThat(Api.texts(clicked.path("data"), "id")).containsExactly("send_1");
        assertThat(clicked.path("data").path(0).path("subject").asText()).isEqualTo("Hi");

        JsonNode one = api.json(200, api.get(campaignos + "/send_1", api.secretKey));
        assertThat(one.path("contact").path("external_id").asText()).isEqualTo("ada");
        assertThat(one.path("template").path("name").asText()).isEqualTo("Welcome");
        assertThat(one.path("campaign").path("id").asText()).isEqualTo(campaign);
        assertThat(api.get(campaignos + "?status=LOST", api.secretKey).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aMessageByItselfIsSentOnceUnderOneKey() {
        String body = "{\"contact\":\"ada\",\"channel\":\"email\",\"subject\":\"Receipt {{ event.number }}\","
                + "\"content\":\"<p>Thanks {{ firstName }}</p>\",\"transactional\":true,\"event\":{\"number\":7}}";

        JsonNode first = api.json(202, send(body, "once"));
        JsonNode again = api.json(202, send(body, "once"));
        JsonNode other = api.json(
                200,
                api.post(
                        campaignos,
                        api.secretKey,
                        "{\"contactId\":\"bob\",\"channel\":\"ONSITE\",\"body\":\"Hello {{firstName}}\",\"campaignId\":\""
                                + campaign + "\"}"));

        assertThat(again).isEqualTo(first);
        assertThat(send(body.replace("7", "8"), "once").statusCode()).isEqualTo(409);
        assertThat(other.path("status").asText()).isEqualTo("QUEUED");
        List<SendRecord> sends = sends(3);
        SendRecord receipt = sends.stream()
                .filter(send -> send.sendId().equals(first.path("id").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(receipt.test()).isFalse();
        assertThat(receipt.origin()).isEqualTo(SendRecord.Origin.NONE);
        assertThat(receipt.message().transactional()).isTrue();
        assertThat(receipt.message().trackOpens()).isTrue();
        assertThat(receipt.event()).isEqualTo("{\"number\":7}");
        assertThat(receipt.recipient().contact().toString()).isEqualTo(id("ada"));
        assertThat(sends).anyMatch(send -> send.origin().campaign().equals(campaign));
    }

    @Test
    void whatCannotBeSentIsRefusedBeforeItLeaves() {
        JsonNode missing = api.json(
                422,
                send("{\"contact\":\"ada\",\"channel\":\"onsite\",\"content\":\"{{ nick }} {{ event.x }}\"}", "a"));
        assertThat(missing.path("error").path("code").asText()).isEqualTo("render_error");
        assertThat(missing.path("error").path("message").asText())
                .isEqualTo("nick, event.x is missing and has no default");
        JsonNode address = api.json(422, send("{\"contact\":\"ada\",\"channel\":\"telegram\",\"content\":\"x\"}", "b"));
        assertThat(address.path("error").path("code").asText()).isEqualTo("no_address");
        assertThat(send("{\"contact\":\"nobody\",\"channel\":\"onsite\",\"content\":\"x\"}", "c")
                        .statusCode())
                .isEqualTo(404);
        for (String bad : List.of(
                "{\"contact\":\"ada\",\"channel\":\"email\",\"content\":\"x\"}",
                "{\"contact\":\"ada\",\"channel\":\"onsite\"}",
                "{\"contact\":\"ada\",\"channel\":\"fax\",\"content\":\"x\"}",
                "{\"contact\":\"ada\",\"content\":\"x\",\"subject\":\"s\"}",
                "{\"channel\":\"onsite\",\"content\":\"x\"}",
                "{\"contact\":\"ada\",\"channel\":\"onsite\",\"template_id\":\"tmpl_none\"}",
                "{\"contact\":\"ada\",\"channel\":\"onsite\",\"content\":\"x\",\"event\":1}",
                "{\"contact\":\"ada\",\"channel\":\"onsite\",\"content\":\"x\",\"colour\":1}")) {
            assertThat(send(bad, "d").statusCode()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void aTemplateIsShownAsAContactWouldGetIt() {
        String path = "/v1/templates/" + campaigns.template + "/preview";

        JsonNode shown = api.json(200, api.post(path, api.secretKey, "{\"contact\":\"ada\"}"));

        assertThat(shown.path("subject").asText()).isEqualTo("Hi");
        assertThat(shown.path("html").asText()).isEqualTo("<p>Hi ada</p>");
        assertThat(shown.path("text").asText()).isEqualTo("Hi ada");
        assertThat(shown.path("would_send").asBoolean()).isTrue();
        assertThat(api.post(path, api.secretKey, "{}").statusCode()).isEqualTo(400);
        assertThat(api.post("/v1/templates/tmpl_none/preview", api.secretKey, "{\"contact\":\"ada\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private void told(String user, String event, String at, String send) {
        api.track(user, event, at, "send_id", send, "campaign_id", campaign, "node_id", "m", "channel", "email");
    }

    private void granted(String send, String user, String outcome, String reason, String at) {
        api.insert(
                "messages",
                List.of(Json.MAPPER
                        .createObjectNode()
                        .put("workspace", api.workspace.id())
                        .put("campaign", campaign)
                        .put("send_id", send)
                        .put("node", "m")
                        .put("run", "run_1")
                        .put("contact", contact(user).number())
                        .put("channel", "email")
                        .put("template", campaigns.template)
                        .put("class", "marketing")
                        .put("outcome", outcome)
                        .put("reason", reason)
                        .put("at", at)));
    }

    private ContactId contact(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }

    private String id(String user) {
        return contact(user).toString();
    }

    private HttpResponse<String> get(String rest) {
        return api.get("/v1/messages" + rest, api.secretKey);
    }

    private List<String> ids(String rest) {
        return Api.texts(api.json(200, get(rest)).path("data"), "id");
    }

    private HttpResponse<String> send(String body, String key) {
        return api.post("/v1/messages", api.secretKey, body, "Idempotency-Key", key);
    }

    /** What has been written for this workspace, once it is so many. */
    private List<SendRecord> sends(int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SENDS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<SendRecord> own = new ArrayList<>();
            Instant deadline = Instant.now().plusSeconds(20);
            while (own.size() < count && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
                    SendRecord send = SendRecordCodec.decode(one.value());
                    if (send.workspace().equals(api.workspace.id())) {
                        own.add(send);
                    }
                }
            }
            assertThat(own).hasSize(count);
            return own;
        } catch (UnreadableRecordException e) {
            throw new AssertionError("an unreadable send", e);
        }
    }
}
