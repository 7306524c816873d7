package io.millrace.standalone.up;

import static io.millrace.standalone.up.CampaignStory.delay;
import static io.millrace.standalone.up.CampaignStory.mail;
import static io.millrace.standalone.up.CampaignStory.onEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.delivery.mailbox.CaughtMail;
import io.millrace.delivery.mailbox.MailCatcher;
import io.millrace.embedded.kafka.KafkaProcess;
import io.millrace.streams.record.SendRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * ClickHouse, the broker and twice the whole process, with the task managers in it, are killed while people sign up and
 * wait in two campaigns, of which one shares out slots. Afterwards each send that had to be is there, once: in the topic, in the
 * tables and in the mail server's hands.
 */
@Timeout(500)
class CampaignsKillIT {

    private static final int PEOPLE_BETWEEN_KILLS = 25;
    private static final int MAILS_EACH = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** Calls that may be under way as a process dies, each of which is repeated under its id. */
    private static final int REPEATED_AT_MOST = 2 * 16;

    @Test
    void everySendIsThereOnceWhateverIsKilled(@TempDir Path data, @TempDir Path brokerData) throws Exception {
        try (MailCatcher mails = MailCatcher.start(new io.millrace.delivery.mailbox.Mailbox(Clock.systemUTC()));
                KafkaProcess broker = KafkaProcess.start(brokerData.resolve("kafka"), 0)) {
            Map<String, String> settings = Map.of(
                    "MILLRACE_KAFKA",
                    broker.bootstrap(),
                    "MILLRACE_SMTP_URL",
                    "smtp://127.0.0.1:" + mails.url().port() + "?starttls=never");
            UpProcess first = UpProcess.start(data, settings);
            define(new CampaignStory(first));
            try (first;
                    SignupLoad load = SignupLoad.start(first.client())) {
                awaitMore(load);
                first.children().get(0).destroyForcibly();
                awaitMore(load);
                broker.kill();
                broker.restart();
                awaitMore(load);
                first.kill();
                try (UpProcess second = UpProcess.start(data, settings)) {
                    load.turnTo(second.client());
                    awaitMore(load);
                    second.kill();
                }
                try (UpProcess last = UpProcess.start(data, settings)) {
                    load.turnTo(last.client());
                    awaitMore(load);
                    int people = load.finish();
                    assertSentOnce(last.client(), broker.bootstrap(), mails, people);
                    assertThat(last.terminate()).isZero();
                }
            }
        }
    }

    private static void define(CampaignStory story) throws Exception {
        story.launch(
                "Series",
                onEvent(SignupLoad.EVENT) + "," + mail("one", "One") + "," + delay("d", "3s") + ","
                        + mail("two", "Two"),
                "t>one one>d d>two",
                "");
        story.launch(
                "Slow",
                onEvent(SignupLoad.EVENT) + "," + mail("slow", "Slow"),
                "t>slow",
                "'send_rate':{'max':8,'per':'1s'}");
    }

    private static void awaitMore(SignupLoad load) {
        int before = load.people();
        await().atMost(PATIENCE).until(() -> load.people() >= before + PEOPLE_BETWEEN_KILLS);
    }

    private static void assertSentOnce(Client client, String bootstrap, MailCatcher mails, int people)
            throws Exception {
        int sends = people * MAILS_EACH;
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        client.number("SELECT count() FROM messages WHERE status = 'delivered'"))
                .isEqualTo(sends));
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        client.number("SELECT count() FROM enrollments WHERE state = 'completed'"))
                .isEqualTo(2 * people));
        assertThat(client.number("SELECT count() FROM messages")).isEqualTo(sends);
        assertThat(client.number("SELECT count() FROM enrollments")).isEqualTo(2 * people);
        for (JsonNode row : client.sql("SELECT node_id, count() AS n, uniqExact(contact_id) AS contacts FROM messages"
                + " GROUP BY node_id ORDER BY node_id")) {
            assertThat(row.path("n").asInt()).as(row.toString()).isEqualTo(people);
            assertThat(row.path("contacts").asInt()).as(row.toString()).isEqualTo(people);
        }
        for (JsonNode row : client.sql("SELECT node_id, entered, waiting, sent FROM campaign_nodes")) {
            assertThat(row.path("entered").asInt()).as(row.toString()).isEqualTo(people);
            assertThat(row.path("waiting").asInt()).as(row.toString()).isZero();
        }

        List<SendRecord> inTopic = SendsTopic.read(bootstrap);
        Set<String> ids = inTopic.stream().map(SendRecord::sendId).collect(Collectors.toCollection(HashSet::new));
        assertThat(inTopic).hasSize(sends);
        assertThat(ids).hasSize(sends);

        List<CaughtMail> caught = mails.mailbox().newest();
        assertThat(caught.stream()
                        .map(mail -> mail.header("X-Millrace-Send").orElse(""))
                        .collect(Collectors.toSet()))
                .isEqualTo(ids);
        assertThat(caught).hasSizeLessThanOrEqualTo(sends + REPEATED_AT_MOST);
    }
}
