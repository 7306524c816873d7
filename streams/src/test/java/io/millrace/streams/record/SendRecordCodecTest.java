package io.millrace.streams.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendRecordCodecTest {

    private static final Instant GRANTED = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Person ADA = new Person(Person.Kind.USER, "ada");
    private static final Recipient RECIPIENT = new Recipient(
            ContactId.of("ws_1", ADA),
            ADA,
            "{\"email\":\"ada@example.com\"}",
            ZoneId.of("Europe/Berlin"),
            Map.of("", false, "news", true),
            true);

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        SendRecord send = new SendRecord(
                "ws_1",
                "send_1",
                new Origin("cmp_1", "Welcome", 300, "n1", "run_1"),
                new Message(
                        Channel.EMAIL,
                        "tmpl_1",
                        "Grüße",
                        "<p>Hi</p>",
                        "news",
                        null,
                        true,
                        new QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 30), QuietHours.Mode.DROP),
                        true),
                RECIPIENT,
                "test@example.com",
                GRANTED,
                "{\"plan\":\"pro\"}");

        assertThat(SendRecordCodec.decode(SendRecordCodec.encode(send))).isEqualTo(send);
    }

    @Test
    void whatIsAbsentIsAbsentAfterwards() throws Exception {
        Person visitor = new Person(Person.Kind.ANONYMOUS, "v1");
        SendRecord send = new SendRecord(
                "ws_1",
                "send_2",
                Origin.NONE,
                new Message(Channel.WEBHOOK, null, null, null, null, "https://example.com/hook", false, null, false),
                new Recipient(ContactId.of("ws_1", visitor), visitor, "{}", ZoneId.of("UTC"), Map.of(), false),
                null,
                GRANTED,
                "{}");

        assertThat(SendRecordCodec.decode(SendRecordCodec.encode(send))).isEqualTo(send);
    }

    @Test
    void aSkippedMessageSaysWhy() throws Exception {
        SendRecord send = new SendRecord(
                "ws_1",
                "send_3",
                new Origin("cmp_1", "Welcome", 2, "n1", "run_1"),
                new Message(Channel.EMAIL, "tmpl_1", null, null, null, null, false, null, false),
                RECIPIENT,
                null,
                GRANTED,
                "{}",
                "frequency_cap");

        assertThat(SendRecordCodec.decode(SendRecordCodec.encode(send))).isEqualTo(send);
    }

    @Test
    void theFirstFormatStaysReadable() throws Exception {
        String contact = ContactId.of("ws_1", ADA).toString();
        byte[] stored = ("\1\5ws_1\7send_1\6cmp_1\2W\2\3n1\6run_1\6email\7tmpl_1\0\0\0\0\2\0\0\27" + contact
                        + "\4ada\0\3{}\4UTC\0\0\0\0\0\0\0\0\0\0\1\3{}")
                .getBytes(StandardCharsets.ISO_8859_1);

        SendRecord send = SendRecordCodec.decode(stored);

        assertThat(send.origin()).isEqualTo(new Origin("cmp_1", "W", 2, "n1", "run_1"));
        assertThat(send.message())
                .isEqualTo(new Message(Channel.EMAIL, "tmpl_1", null, null, null, null, false, null, true));
        assertThat(send.recipient().person()).isEqualTo(ADA);
        assertThat(send.grantedAt()).isEqualTo(Instant.ofEpochMilli(1));
        assertThat(send.skipped()).isNull();
    }

    @Test
    void theSecondFormatIsPinned() throws Exception {
        String contact = ContactId.of("ws_1", ADA).toString();
        byte[] stored = ("\2\5ws_1\7send_1\6cmp_1\2W\2\3n1\6run_1\6email\7tmpl_1\0\0\0\0\2\0\0\27" + contact
                        + "\4ada\0\3{}\4UTC\0\0\0\0\0\0\0\0\0\0\1\3{}\11hold_out")
                .getBytes(StandardCharsets.ISO_8859_1);

        SendRecord send = SendRecordCodec.decode(stored);

        assertThat(send.skipped()).isEqualTo("hold_out");
        assertThat(HexFormat.of().formatHex(SendRecordCodec.encode(send)))
                .isEqualTo(HexFormat.of().formatHex(stored));
    }

    @Test
    void anotherFormatAndACutRecordAreRefused() {
        assertThatThrownBy(() -> SendRecordCodec.decode(new byte[] {3}))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("format 3");
        assertThatThrownBy(() -> SendRecordCodec.decode(new byte[] {1, 5, 'w'}))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void anOutcomeIsReadBackWithItsEventAndWithout() throws Exception {
        DeliveryRecord decided = new DeliveryRecord(
                "ws_1",
                "send_1",
                "email",
                false,
                1_772_366_400_000L,
                List.of("message_sent", "message_delivered"),
                "{\"send_id\":\"send_1\"}");

        assertThat(DeliveryRecordCodec.decode(DeliveryRecordCodec.encode(decided)))
                .isEqualTo(decided);
        assertThat(DeliveryRecordCodec.decode(DeliveryRecordCodec.encode(decided.asTold())))
                .isEqualTo(
                        new DeliveryRecord("ws_1", "send_1", "email", true, 1_772_366_400_000L, decided.events(), ""));
    }
}
