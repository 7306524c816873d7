package io.millrace.flink.audience.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.CampaignSettings.SendRate;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.Elapsed;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.campaign.engine.RunIds;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.campaign.CampaignProjection;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import io.millrace.streams.record.SendRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs do, as records, rows and notes to gates. */
class CampaignProjectionTest {

    /** 2026-03-02T12:00:00Z. */
    private static final long NOON = 1_772_452_800_000L;

    private static final Person ALICE = new Person(Person.Kind.USER, "alice");
    private static final ContactId ALICE_ID = ContactId.of(Stage.WORKSPACE, ALICE);
    private static final String RUN = RunIds.run("c", 1, "alice", "event:m-4");
    private static final String ON_SIGNUP = "{'id':'t','type':'trigger','on':'event','event':'signup'}";

    private final Stage stage = new Stage(1, CampaignProjection::new);

    CampaignProjectionTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        stage.close();
    }

    private static String send(String node, String settings) {
        return "{'nodes':[%s,%s],'edges':[{'from':'t','to':'n'}],'settings':%s}".formatted(ON_SIGNUP, node, settings);
    }

    /** Alice, who may be known already, signs up in the first version. */
    private void run(String content, String profile) throws Exception {
        stage.version(NOON, "c", 1, content);
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.action("alice", NOON + 1, "req-1", profile);
        stage.action("alice", NOON + 2, "req-2", "{'do':'subscribe','group':'news'}");
        stage.event("alice", "signup", NOON + 5, NOON + 5, "{'plan':'pro'}");
        stage.advanceTo(NOON + 10);
    }

    @Test
    void aMessageLeavesWithAllThatDeliveryNeeds() throws Exception {
        run(
                send(
                        "{'id':'n','type':'send','channel':'email','template':'tmpl_1','subject':'Hi','group':'news'}",
                        "{'quiet_hours':{'start':'22:00','end':'08:00','mode':'drop'},'track_opens':false}"),
                "{'do':'update','traits':{'email':'a@example.com','timezone':'Asia/Tokyo'}}");

        assertThat(sent())
                .containsExactly(new SendRecord(
                        Stage.WORKSPACE,
                        RunIds.send(Stage.WORKSPACE, RUN, "n", 1),
                        new Origin("c", "c", 1, "n", RUN),
                        new Message(
                                Channel.EMAIL,
                                "tmpl_1",
                                "Hi",
                                null,
                                "news",
                                null,
                                false,
                                new QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 0), QuietHours.Mode.DROP),
                                false),
                        new Recipient(
                                ALICE_ID,
                                ALICE,
                                "{\"email\":\"a@example.com\",\"timezone\":\"Asia/Tokyo\"}",
                                ZoneId.of("Asia/Tokyo"),
                                Map.of("news", true),
                                false),
                        null,
                        Instant.ofEpochMilli(NOON + 5),
                        "{\"plan\":\"pro\"}"));
        assertThat(messages()).containsExactly("n 1 email tmpl_1 marketing granted - - " + (NOON + 5));
        assertThat(steps())
                .containsExactly(
                        "entered t - 1 -",
                        "reached t - 1 -",
                        "reached n t 1 -",
                        "sent n - 1 -",
                        "exited n - 0 completed");
    }

    @Test
    void aMessageThatIsSkippedIsToldOfWithTheReason() throws Exception {
        run(
                send("{'id':'n','type':'send','channel':'email','subject':'Hi','content':'x'}", "{}"),
                "{'do':'update','traits':{}}");

        List<SendRecord> sent = sent();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).skipped()).isEqualTo("no_address");
        assertThat(sent.get(0).sendId()).isEqualTo(RunIds.send(Stage.WORKSPACE, RUN, "n", 1));
        assertThat(sent.get(0).recipient().zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(messages()).containsExactly("n 1 email - marketing skipped no_address - " + (NOON + 5));
        assertThat(steps()).contains("skipped n - 1 no_address");
    }

    @Test
    void aServerIsCalledThroughDeliveryAndANoteIsKeptHere() throws Exception {
        run(
                "{'nodes':[%s,{'id':'n','type':'webhook','url':'https://example.com/x'},{'id':'i','type':'notify_inbox','text':'Look'}],'edges':[{'from':'t','to':'n'},{'from':'n','to':'i'}],'settings':{}}"
                        .formatted(ON_SIGNUP),
                "{'do':'update','traits':{}}");

        assertThat(sent())
                .extracting(SendRecord::message)
                .containsExactly(new Message(
                        Channel.WEBHOOK, null, null, null, null, "https://example.com/x", true, null, false));
        assertThat(messages())
                .containsExactly(
                        "n 1 webhook - - granted - - " + (NOON + 5), "i 1 inbox - - noted - Look " + (NOON + 5));
        assertThat(steps()).contains("called n - 1 -", "called i - 1 -");
    }

    @Test
    void aCampaignWithoutLimitsTellsItsGateThatItIsThereAndNoMore() throws Exception {
        run(
                send(
                        "{'id':'n','type':'send','channel':'onsite','content':'x'}",
                        "{'exit_conditions':[{'on':'event','event':'bye'}]}"),
                "{'do':'update','traits':{}}");
        stage.event("alice", "bye", NOON + 20);
        stage.advanceTo(NOON + 30);

        assertThat(sent()).hasSize(1);
        assertThat(stage.notes()).singleElement().isInstanceOfSatisfying(GateNote.InForce.class, inForce -> {
            assertThat(inForce.status()).isEqualTo(CampaignStatus.ACTIVE);
            assertThat(inForce.atMillis()).isEqualTo(NOON);
            assertThat(inForce.isLimited()).isFalse();
        });
    }

    @Test
    void aLimitedMessageAsksForASlotAndGivesBackTheOneItDoesNotUse() throws Exception {
        stage.version(
                NOON,
                "c",
                1,
                send(
                        "{'id':'n','type':'send','channel':'onsite','content':'x'}",
                        "{'send_rate':{'max':2,'per':'1m'},'exit_conditions':[{'on':'event','event':'bye'}]}"));
        stage.campaign(NOON, "c", 1, "active", 1, false);
        stage.action("alice", NOON + 1, "req-1", "{'do':'update','traits':{}}");
        stage.action("alice", NOON + 2, "req-2", "{'do':'subscribe','group':'news'}");
        stage.event("alice", "signup", NOON + 5);
        stage.advanceTo(NOON + 10);
        List<GateNote> notes = stage.notes();
        assertThat(notes.get(0)).isInstanceOfSatisfying(GateNote.InForce.class, inForce -> {
            assertThat(inForce.status()).isEqualTo(CampaignStatus.ACTIVE);
            assertThat(inForce.limits())
                    .isEqualTo(new GateLimits(null, new SendRate(2, Elapsed.of("1m")), ZoneOffset.UTC));
        });
        assertThat(notes.subList(1, notes.size()))
                .containsExactly(new GateNote.Request(Stage.WORKSPACE, "c", RUN, ALICE, NOON + 5));
        assertThat(sent()).isEmpty();

        stage.event("alice", "bye", NOON + 20);
        stage.advanceTo(NOON + 30);
        assertThat(stage.notes()).containsExactly(new GateNote.Withdrawal(Stage.WORKSPACE, "c", RUN));
        stage.grant(ALICE, "c", RUN, NOON + 15);
        stage.advanceTo(NOON + 40);
        assertThat(stage.notes()).containsExactly(new GateNote.Unused(Stage.WORKSPACE, "c", NOON + 15));
        assertThat(sent()).isEmpty();
    }

    @Test
    void aGrantedSlotIsUsedOnce() throws Exception {
        run(
                send("{'id':'n','type':'send','channel':'onsite','content':'x'}", "{'daily_limit':5}"),
                "{'do':'update','traits':{}}");
        assertThat(sent()).isEmpty();

        stage.grant(ALICE, "c", RUN, NOON + 5);
        stage.advanceTo(NOON + 40);
        assertThat(sent()).extracting(SendRecord::sendId).containsExactly(RunIds.send(Stage.WORKSPACE, RUN, "n", 1));
        assertThat(stage.notes()).noneMatch(GateNote.Unused.class::isInstance);
    }

    private List<SendRecord> sent() throws Exception {
        List<SendRecord> sent = new ArrayList<>();
        for (var record : stage.sends()) {
            assertThat(new String(record.key, StandardCharsets.UTF_8)).isEqualTo(Stage.WORKSPACE + "/" + ALICE_ID);
            sent.add(SendRecordCodec.decode(record.value));
        }
        return sent;
    }

    /** Node, visit, channel, template, class, outcome, reason, note and instant of each, a dash for what is empty. */
    private List<String> messages() throws Exception {
        List<String> found = new ArrayList<>();
        for (Row row : stage.rows(AudienceTables.MESSAGES)) {
            assertThat(row.text()).isEqualTo(Stage.WORKSPACE);
            assertThat(row.text()).isEqualTo("c");
            assertThat(row.text()).startsWith("send_");
            assertThat(row.number()).isEqualTo(1);
            String node = row.text();
            long visit = row.four();
            assertThat(row.text()).isEqualTo(RUN);
            assertThat(ContactId.ofNumber(row.id())).isEqualTo(ALICE_ID);
            found.add(String.join(
                    " ",
                    node,
                    Long.toString(visit),
                    dashed(row),
                    dashed(row),
                    dashed(row),
                    dashed(row),
                    dashed(row),
                    dashed(row),
                    Long.toString(row.number())));
            row.number();
            assertThat(row.isOver()).isTrue();
        }
        return found;
    }

    /** Step, node, node before, visit and reason of each, whose versions grow. */
    private List<String> steps() throws Exception {
        List<String> found = new ArrayList<>();
        long before = 0;
        for (Row row : stage.rows(AudienceTables.ENROLLMENT_STEPS)) {
            assertThat(row.text()).isEqualTo(Stage.WORKSPACE);
            assertThat(row.text()).isEqualTo("c");
            assertThat(row.text()).isEqualTo(RUN);
            assertThat(row.number()).isEqualTo(1);
            assertThat(ContactId.ofNumber(row.id())).isEqualTo(ALICE_ID);
            found.add(String.join(" ", row.text(), dashed(row), dashed(row), Long.toString(row.four()), dashed(row)));
            assertThat(row.number())
                    .as("until when it waits: nothing waits here")
                    .isZero();
            assertThat(row.number()).isEqualTo(NOON + 5);
            long version = row.number();
            assertThat(version).isGreaterThan(before);
            before = version;
            assertThat(row.isOver()).isTrue();
        }
        return found;
    }

    private static String dashed(Row row) {
        String text = row.text();
        return text.isEmpty() ? "-" : text;
    }
}
