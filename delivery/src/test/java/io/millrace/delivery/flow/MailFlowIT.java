package io.millrace.delivery.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.delivery.Sends;
import io.millrace.delivery.Streams;
import io.millrace.delivery.Streams.Told;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.delivery.email.SmtpCarrier;
import io.millrace.delivery.mailbox.CaughtMail;
import io.millrace.delivery.mailbox.MailCatcher;
import io.millrace.delivery.mailbox.Mailbox;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import io.millrace.testing.EmbeddedServices;
import io.millrace.testing.MemoryDefinitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends in the topic become mails in a mailbox and events in the topic. */
class MailFlowIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String workspace = EmbeddedServices.freshWorkspace().id();
    private final Mailbox mailbox = new Mailbox(Clock.systemUTC());
    private final MailCatcher catcher = MailCatcher.start(mailbox);

    @BeforeEach
    void reachKafka() {
        EmbeddedServices.kafka();
    }

    @AfterEach
    void stop() {
        catcher.close();
    }

    private Carrier smtp() {
        return new SmtpCarrier(catcher.url(), any -> "Acme <hello@acme.example>", Clock.systemUTC());
    }

    private List<String> events() {
        return Streams.told(workspace).stream().map(Told::event).toList();
    }

    @Test
    void aSendBecomesAMailAndTheMailEventsAndIsRefusedAfterwards() {
        SendRecord send = Sends.mail(workspace, "send_mail1").record();
        try (Delivering delivering = Delivering.by(Map.of(Channel.EMAIL, smtp()))) {
            Streams.send(send, send);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(events()).containsExactly("message_sent", "message_delivered"));
        }
        try (Delivering again = Delivering.by(Map.of(Channel.EMAIL, smtp()))) {
            Streams.send(send, Sends.mail(workspace, "send_mail2").record());
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(mailbox.newest()).hasSize(2));
        }

        CaughtMail mail = mailbox.newest().get(1);
        assertThat(mail.to()).isEqualTo("ada@example.com");
        assertThat(mail.subject()).isEqualTo("Hello Ada");
        assertThat(mail.html()).contains("<p>Hi Ada</p>");
        assertThat(mail.text())
                .hasValueSatisfying(text -> assertThat(text.strip()).isEqualTo("Hi Ada"));
        assertThat(mail.header("Message-ID")).contains("<send_mail1@acme.example>");
        assertThat(mail.header("List-Unsubscribe")).contains("<https://m.example/u/1>");
        assertThat(mail.header("List-Unsubscribe-Post")).contains("List-Unsubscribe=One-Click");
        Told sent = Streams.told(workspace).get(0);
        assertThat(sent.messageId()).isEqualTo("send_mail1:message_sent");
        assertThat(sent.properties())
                .isEqualTo(
                        Json.of(
                                """
                        {"send_id":"send_mail1","campaign_id":"cmp_1","node_id":"hello","channel":"email"}"""));
    }

    @Test
    void whatACampaignSkippedIsToldAsOfThenAndMailedToNobody() {
        try (Delivering delivering = Delivering.by(Map.of(Channel.EMAIL, smtp()))) {
            Streams.send(
                    Sends.mail(workspace, "send_skipped").skipped("frequency_cap"),
                    Sends.mail(workspace, "send_skipped").skipped("frequency_cap"),
                    Sends.mail(workspace, "send_mail").record());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events())
                    .containsExactlyInAnyOrder("message_skipped", "message_sent", "message_delivered"));
        }

        assertThat(mailbox.newest()).hasSize(1);
        Told skipped = Streams.told(workspace).stream()
                .filter(told -> told.event().equals("message_skipped"))
                .findFirst()
                .orElseThrow();
        assertThat(skipped.messageId()).isEqualTo("send_skipped:message_skipped");
        assertThat(skipped.properties())
                .isEqualTo(
                        Json.of(
                                """
                        {"send_id":"send_skipped","campaign_id":"cmp_1","node_id":"hello","channel":"email",
                         "reason":"frequency_cap"}"""));
    }

    @Test
    void theTemplateIsReadAsTheMessageLeaves() {
        MemoryDefinitions definitions = new MemoryDefinitions();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        new TemplateStore(definitions)
                .create(
                        workspace,
                        new MessageTemplate(
                                "tmpl_1",
                                "Hello",
                                Channel.EMAIL,
                                Optional.of("Subject of {{ campaign.name }}"),
                                Optional.of("<p>{{ unknown | default: 'x' }}</p>"),
                                Optional.of("plain"),
                                Optional.empty(),
                                now,
                                now));
        try (Delivering delivering =
                Delivering.by(Map.of(Channel.EMAIL, smtp()), definitions, sends -> Map.of(), Delivering.QUICK)) {
            Streams.send(
                    Sends.mail(workspace, "send_t1").from("tmpl_1").record(),
                    Sends.mail(workspace, "send_t2").from("tmpl_none").record(),
                    Sends.mail(workspace, "send_t3")
                            .saying("Hi {{ nobody }}", "x")
                            .record(),
                    Sends.mail(workspace, "send_t4")
                            .saying("two\\nlines", "x")
                            .knowing("{\"email\":\"a@b.c\",\"s\":\"x\\nBcc: evil@x.y\"}")
                            .saying("{{ s }}", "x")
                            .record());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events()).hasSize(5));
        }

        assertThat(mailbox.newest()).hasSize(1);
        assertThat(mailbox.newest().get(0).subject()).isEqualTo("Subject of Welcome");
        assertThat(Streams.told(workspace).stream()
                        .filter(told -> told.event().equals("message_skipped"))
                        .map(told -> told.properties().path("reason").asText() + ": "
                                + told.properties().path("detail").asText()))
                .containsExactlyInAnyOrder(
                        "render_error: template tmpl_none does not exist",
                        "render_error: nobody is missing and has no default",
                        "render_error: the subject has a line break or another control character");
    }

    @Test
    void aCrashBetweenCallAndRecordRepeatsTheCallUnderTheSameIdAndNothingElse() throws Exception {
        CountDownLatch carried = new CountDownLatch(1);
        Carrier smtp = smtp();
        Carrier dying = new OneTarget(parcel -> {
            smtp.carry(parcel);
            carried.countDown();
            // Until this process ends, as far as the send is concerned.
            new CountDownLatch(1).await();
            return Receipt.DELIVERED;
        });
        Delivering first = Delivering.by(Map.of(Channel.EMAIL, dying));
        Streams.send(Sends.mail(workspace, "send_crash").record());
        carried.await();
        first.close();
        assertThat(events()).isEmpty();

        try (Delivering second = Delivering.by(Map.of(Channel.EMAIL, smtp()))) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(events()).containsExactly("message_sent", "message_delivered"));
        }
        assertThat(mailbox.newest()).hasSize(2).allSatisfy(mail -> assertThat(mail.header("Message-ID"))
                .contains("<send_crash@acme.example>"));
    }

    @Test
    void whatPassesIsTriedAgainAndWhatDoesNotBecomesADeadLetter() {
        AtomicInteger calls = new AtomicInteger();
        Carrier faulty = new OneTarget(parcel -> {
            calls.incrementAndGet();
            switch (parcel.send().sendId()) {
                case "send_passing":
                    if (calls.get() < 3) {
                        throw CarrierException.passing("smtp_451", "try later");
                    }
                    return Receipt.DELIVERED;
                case "send_never":
                    throw CarrierException.passing("smtp_451", "try later");
                case "send_bounced":
                    throw CarrierException.bounced("smtp_550", "no such user");
                default:
                    throw CarrierException.noAddress("nowhere");
            }
        });
        try (Delivering delivering = Delivering.by(Map.of(Channel.EMAIL, faulty))) {
            Streams.send(Sends.mail(workspace, "send_passing").record());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events()).hasSize(2));
            assertThat(calls).hasValue(3);

            Streams.send(
                    Sends.mail(workspace, "send_never").record(),
                    Sends.mail(workspace, "send_bounced").record(),
                    Sends.mail(workspace, "send_nowhere").record());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events()).hasSize(6));
        }

        assertThat(Streams.told(workspace).stream()
                        .map(told -> told.messageId() + " "
                                + told.properties().path("reason").asText("-") + " "
                                + told.properties().path("class").asText("-")))
                .containsExactlyInAnyOrder(
                        "send_passing:message_sent - -",
                        "send_passing:message_delivered - -",
                        "send_never:message_failed smtp_451 -",
                        "send_bounced:message_sent smtp_550 hard",
                        "send_bounced:message_bounced smtp_550 hard",
                        "send_nowhere:message_skipped no_address -");
        assertThat(Streams.deadReasons(workspace)).containsExactly("smtp_451");
    }

    @Test
    void anOutageIsWaitedOutWithoutLosingAMessage() {
        AtomicInteger calls = new AtomicInteger();
        Instant[] back = new Instant[1];
        Carrier smtp = smtp();
        Carrier down = new OneTarget(parcel -> {
            calls.incrementAndGet();
            if (back[0] == null || Instant.now().isBefore(back[0])) {
                throw CarrierException.down("unreachable", "connection refused");
            }
            return smtp.carry(parcel);
        });
        back[0] = Instant.now().plusSeconds(8);
        Pace patient = new Pace(4, 4, 0, 60, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(300));
        try (Delivering delivering =
                Delivering.by(Map.of(Channel.EMAIL, down), new MemoryDefinitions(), sends -> Map.of(), patient)) {
            for (int i = 0; i < 20; i++) {
                Streams.send(Sends.mail(workspace, "send_out" + i).record());
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(mailbox.newest()).hasSize(20));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events()).hasSize(40));
        }
        // Eight seconds of outage at one look every 300 ms and five failures at first, not 20 sends at 60 attempts.
        assertThat(calls.get()).isLessThan(20 + 5 + 4 + 8_000 / 300 + 10);
    }

    @Test
    void aTestSendIsDeliveredToItsAddressAndToldByNoEvent() {
        try (Delivering delivering = Delivering.by(Map.of(Channel.EMAIL, smtp()))) {
            Streams.send(Sends.mail(workspace, "send_test")
                    .saying("To {{ nickname }}", "<p>{{ trigger.properties.plan | upcase }} &amp; {{ nickname }}</p>")
                    .testing("me@team.example")
                    .record());
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(mailbox.newest()).hasSize(1));
            Streams.send(Sends.mail(workspace, "send_real").record());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events()).hasSize(2));
        }
        assertThat(mailbox.newest().get(1).to()).isEqualTo("me@team.example");
        assertThat(mailbox.newest().get(1).subject()).isEqualTo("To [nickname]");
        assertThat(mailbox.newest().get(1).html().orElseThrow())
                .contains("<p>[trigger.properties.plan] &amp; [nickname]</p>");
        assertThat(Streams.told(workspace)).noneMatch(told -> told.messageId().startsWith("send_test"));
    }

    @Test
    void whatCannotBeReadIsKeptAsADeadLetterAndHoldsUpNothing() {
        try (Delivering delivering = Delivering.by(Map.of(Channel.EMAIL, smtp()))) {
            SendRecord send = Sends.mail(workspace, "send_after").record();
            Streams.sendBytes(send.key(), new byte[] {9, 9});
            Streams.send(send);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events()).hasSize(2));
        }
        assertThat(Streams.deadReasons(workspace)).containsExactly("unreadable");
    }

    /** A carrier that is one function. */
    private record OneTarget(Carry carry) implements Carrier {
        interface Carry {
            Receipt carry(Parcel parcel) throws CarrierException, InterruptedException;
        }

        @Override
        public String target(SendRecord send) {
            return "one";
        }

        @Override
        public Receipt carry(Parcel parcel) throws CarrierException, InterruptedException {
            return carry.carry(parcel);
        }
    }
}
