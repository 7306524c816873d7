package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.definition.CampaignDefinition.Activation;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.streams.Topics;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import io.millrace.testing.EmbeddedServices;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/** What campaigns are told to do at once: enrolling by hand, executing, sending a test. */
class EnrollIT {

    private static final String OF_A_SEGMENT = "{\"name\":\"Series\",\"nodes\":["
            + "{\"id\":\"in\",\"type\":\"trigger\",\"on\":\"segment_entry\",\"segment\":\"SEGMENT\"},"
            + "{\"id\":\"at\",\"type\":\"trigger\",\"on\":\"scheduled\",\"at\":\"2030-01-01T00:00:00Z\",\"segment\":\"SEGMENT\"},"
            + "{\"id\":\"ev\",\"type\":\"trigger\",\"on\":\"event\",\"event\":\"cart\"},"
            + "{\"id\":\"push\",\"type\":\"send\",\"channel\":\"push\",\"content\":\"p\"},"
            + "{\"id\":\"mail\",\"type\":\"send\",\"channel\":\"email\",\"template\":\"TEMPLATE\",\"group\":\"news\"}],"
            + "\"edges\":[{\"from\":\"in\",\"to\":\"push\"},{\"from\":\"at\",\"to\":\"push\"},"
            + "{\"from\":\"ev\",\"to\":\"push\"},{\"from\":\"push\",\"to\":\"mail\"}]}";

    private final Api api = Api.withKafka();
    private final CampaignApi campaigns = new CampaignApi(api);
    private final JobDouble job = JobDouble.start(api);
    private final String workspace = "/api/workspaces/" + api.workspace.id() + "/campaigns/";

    @BeforeEach
    void contacts() {
        contact("ct_1", "ada@example.com", "[]");
        contact("ct_2", "bob@example.com", "[]");
        contact("ct_3", "cid@example.com", "[]");
        contact("ct_4", "dan@example.com", "[\"suppressed\"]");
    }

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @Test
    void theExampleIsAnsweredAsPrinted() {
        String id = launched(campaigns.welcome());
        api.json(200, enroll(id, "{\"contactIds\":[\"ct_3\"]}"));

        JsonNode answer = api.json(200, enroll(id, "{\"contactIds\":[\"ct_1\",\"ct_2\",\"ct_3\"]}"));

        assertThat(answer.toString())
                .isEqualTo("{\"enrolled\":2,\"alreadyEnrolled\":1,\"errors\":0,\"details\":["
                        + "{\"contactId\":\"ct_1\",\"status\":\"enrolled\"},"
                        + "{\"contactId\":\"ct_2\",\"status\":\"enrolled\"},"
                        + "{\"contactId\":\"ct_3\",\"status\":\"already_enrolled\"}]}");
        assertThat(new String(job.taken().get(job.taken().size() - 1).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"do\":\"enroll\",\"campaign\":\"" + id + "\"}");
    }

    @Test
    void whoIsUnknownOrSuppressedIsAnErrorAndTheRestEnters() {
        String id = launched(campaigns.welcome());
        String ada = ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, "ct_1"))
                .toString();

        JsonNode answer = api.json(
                200,
                campaigns.post(
                        "/" + id + "/enroll", "{\"contact_ids\":[\"" + ada + "\",\"nobody\",\"ct_4\",\"nobody\"]}"));

        assertThat(answer.toString())
                .isEqualTo("{\"enrolled\":1,\"already_enrolled\":0,\"errors\":2,\"details\":["
                        + "{\"contact_id\":\"" + ada + "\",\"status\":\"enrolled\"},"
                        + "{\"contact_id\":\"nobody\",\"status\":\"error\",\"reason\":\"there is no such contact\"},"
                        + "{\"contact_id\":\"ct_4\",\"status\":\"error\",\"reason\":\"suppressed\"}]}");
        for (String body :
                List.of("{}", "{\"contact_ids\":[]}", "{\"contact_ids\":[7]}", "{\"contact_ids\":[\"x\"],\"y\":1}")) {
            assertThat(campaigns.post("/" + id + "/enroll", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void onlyAnActiveCampaignTakesContacts() {
        String id = campaigns.welcome();
        assertThat(enroll(id, "{\"contactIds\":[\"ct_1\"]}").statusCode()).isEqualTo(409);
        launched(id);
        api.json(200, campaigns.post("/" + id + "/pause", ""));

        assertThat(api.json(200, enroll(id, "{\"contactIds\":[\"ct_1\"]}")).toString())
                .isEqualTo("{\"enrolled\":0,\"alreadyEnrolled\":0,\"errors\":1,\"details\":[{\"contactId\":\"ct_1\","
                        + "\"status\":\"error\",\"reason\":\"the campaign is paused\"}]}");

        api.json(200, campaigns.post("/" + id + "/complete", ""));
        assertThat(enroll(id, "{\"contactIds\":[\"ct_1\"]}").statusCode()).isEqualTo(409);
        assertThat(enroll("cmp_none", "{\"contactIds\":[\"ct_1\"]}").statusCode())
                .isEqualTo(404);
        assertThat(job.taken()).hasSize(4);
    }

    @Test
    void whatIsNotKnownInTimeIsPendingAndTheSameKeyAsksAgain() {
        String id = launched(campaigns.welcome());
        job.pause(true);

        JsonNode answer = api.json(
                202,
                api.post(
                        workspace + id + "/enroll",
                        api.secretKey,
                        "{\"contactIds\":[\"ct_1\"]}",
                        "Idempotency-Key",
                        "once"));

        assertThat(answer.toString())
                .isEqualTo("{\"enrolled\":0,\"alreadyEnrolled\":0,\"errors\":0,\"pending\":true,\"details\":"
                        + "[{\"contactId\":\"ct_1\",\"status\":\"pending\"}]}");
        job.pause(false);
        JsonNode again = api.json(
                200,
                api.post(
                        workspace + id + "/enroll",
                        api.secretKey,
                        "{\"contactIds\":[\"ct_1\"]}",
                        "Idempotency-Key",
                        "once"));
        assertThat(again.path("enrolled").asInt()).isEqualTo(1);
    }

    @Test
    void executingEnrollsAContactOrTheMembersOfATriggersSegment() {
        String id = launched(campaigns.create(OF_A_SEGMENT).path("id").asText());

        assertThat(api.json(200, execute(id, "{\"action\":\"execute_for_contact\",\"contactId\":\"ct_1\"}"))
                        .toString())
                .isEqualTo("{\"enrolled\":1,\"alreadyEnrolled\":0,\"errors\":0,\"details\":"
                        + "[{\"contactId\":\"ct_1\",\"status\":\"enrolled\"}]}");
        assertThat(campaigns.stored(id).activation().number()).isEqualTo(1);

        String bySegment = "{\"action\":\"process_trigger\",\"triggerType\":\"SEGMENT_ENTRY\",\"segmentId\":\""
                + campaigns.segment + "\"}";
        JsonNode begun = api.json(202, execute(id, bySegment));
        assertThat(begun.path("pending").asBoolean()).isTrue();
        assertThat(begun.path("activation").asInt()).isEqualTo(2);
        assertThat(campaigns.stored(id).activation()).isEqualTo(new Activation(2, true, List.of()));
        api.json(202, execute(id, "{\"action\":\"process_trigger\",\"triggerType\":\"SCHEDULED\"}"));
        assertThat(campaigns.stored(id).activation()).isEqualTo(new Activation(3, false, List.of("at")));
        assertThat(api.json(
                                200,
                                execute(
                                        id,
                                        "{\"action\":\"process_trigger\",\"triggerType\":\"EVENT\",\"eventType\":\"cart\",\"contactId\":\"ct_2\"}"))
                        .path("enrolled")
                        .asInt())
                .isEqualTo(1);

        assertThat(execute(id, bySegment.replace(campaigns.segment, "seg_other"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(execute(id, "{\"action\":\"process_trigger\",\"triggerType\":\"MANUAL\",\"contactId\":\"ct_2\"}")
                        .statusCode())
                .isEqualTo(409);
        for (String body : List.of(
                "{}",
                "{\"action\":\"execute_for_contact\"}",
                "{\"action\":\"process_trigger\"}",
                "{\"action\":\"process_trigger\",\"triggerType\":\"EVENT\"}",
                "{\"action\":\"process_trigger\",\"triggerType\":\"BELL\"}",
                "{\"action\":\"dance\"}")) {
            assertThat(execute(id, body).statusCode()).as(body).isEqualTo(400);
        }
        api.json(200, campaigns.post("/" + id + "/pause", ""));
        assertThat(execute(id, bySegment).statusCode()).isEqualTo(409);
    }

    @Test
    void anExecutionSentAgainUnderItsKeyBeginsNothing() {
        String id = launched(campaigns.create(OF_A_SEGMENT).path("id").asText());
        String body = "{\"action\":\"process_trigger\",\"triggerType\":\"SCHEDULED\"}";
        for (int i = 0; i < 2; i++) {
            JsonNode begun = api.json(
                    202, api.post(workspace + id + "/execute", api.secretKey, body, "Idempotency-Key", "fire"));
            assertThat(begun.path("activation").asInt()).isEqualTo(2);
        }
        assertThat(campaigns.stored(id).activation().number()).isEqualTo(2);
        assertThat(api.json(202, execute(id, body)).path("activation").asInt()).isEqualTo(3);
    }

    @Test
    void aTestGoesToTheAddressAsTheContactThatHasIt() {
        String id = campaigns.create(OF_A_SEGMENT).path("id").asText();
        try (KafkaConsumer<byte[], byte[]> sends = sends()) {
            JsonNode queued = api.json(
                    202, campaigns.post("/" + id + "/test", "{\"email\":\"ada@example.com\",\"step_index\":0}"));
            api.json(202, campaigns.post("/" + id + "/test", "{\"email\":\"test@yourteam.com\"}"));

            List<SendRecord> written = read(sends, 2);

            assertThat(queued.path("status").asText()).isEqualTo("queued");
            SendRecord first = written.stream()
                    .filter(send -> send.sendId().equals(queued.path("send_id").asText()))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.testTo()).isEqualTo("ada@example.com");
            assertThat(first.recipient().person()).isEqualTo(new Person(Person.Kind.USER, "ct_1"));
            assertThat(first.recipient().traits()).isEqualTo("{\"email\":\"ada@example.com\"}");
            assertThat(first.message().template()).isEqualTo(campaigns.template);
            assertThat(first.message().group()).isEqualTo("news");
            assertThat(first.origin()).isEqualTo(new SendRecord.Origin(id, "Series", 1, "mail", ""));
            SendRecord other = written.stream()
                    .filter(send -> !send.equals(first))
                    .findFirst()
                    .orElseThrow();
            assertThat(other.recipient().traits()).isEqualTo("{\"email\":\"test@yourteam.com\"}");
        }
        for (String body : List.of(
                "{}",
                "{\"email\":\"nobody\"}",
                "{\"email\":\"a@b\",\"step_index\":1}",
                "{\"email\":\"a@b\",\"step_index\":-1}",
                "{\"email\":\"a@b\",\"step\":1}")) {
            assertThat(campaigns.post("/" + id + "/test", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    private static KafkaConsumer<byte[], byte[]> sends() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", EmbeddedServices.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.SENDS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private List<SendRecord> read(KafkaConsumer<byte[], byte[]> consumer, int count) {
        List<SendRecord> own = new ArrayList<>();
        Instant deadline = Instant.now().plusSeconds(20);
        while (own.size() < count && Instant.now().isBefore(deadline)) {
            for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
                try {
                    SendRecord send = SendRecordCodec.decode(one.value());
                    if (send.workspace().equals(api.workspace.id())) {
                        own.add(send);
                    }
                } catch (UnreadableRecordException e) {
                    throw new AssertionError("an unreadable send", e);
                }
            }
        }
        assertThat(own).hasSize(count);
        return own;
    }

    private String launched(String id) {
        api.json(200, campaigns.post("/" + id + "/activate", ""));
        return id;
    }

    private void contact(String id, String email, String tags) {
        api.json(
                201,
                api.post(
                        "/v1/contacts",
                        api.secretKey,
                        "{\"external_id\":\"" + id + "\",\"traits\":{\"email\":\"" + email + "\"},\"tags\":" + tags
                                + "}"));
    }

    private HttpResponse<String> enroll(String id, String body) {
        return api.post(workspace + id + "/enroll", api.secretKey, body);
    }

    private HttpResponse<String> execute(String id, String body) {
        return api.post(workspace + id + "/execute", api.secretKey, body);
    }
}
