package io.millrace.streams.record;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link SendRecord}. Format 1: version; texts workspace, sendId; origin: texts campaign, name, version
 * (varint), texts node, run; message: texts channel, template, subject, content, group, url (the last five may be absent),
 * flags (1 transactional, 2 track opens, 4 drop in quiet hours), texts start and end of quiet hours (absent: none);
 * recipient: contact (text), userId, anonymousId (texts, one absent), traits, zone (texts), count of choices and for each
 * a text and a byte, suppressed (byte); testTo (text, may be absent), granted (eight bytes of epoch milliseconds), event
 * (text). Format 2 adds at the end: skipped (text, may be absent).
 */
public final class SendRecordCodec {

    static final byte VERSION = 2;

    /** The last that does not tell of skipped messages. */
    private static final byte WITHOUT_SKIPPED = 1;

    private static final int BYTES = 600;
    private static final int TRANSACTIONAL = 1;
    private static final int TRACK_OPENS = 2;
    private static final int DROP = 4;
    private static final int CHOICES_MAX = 10_000;

    private SendRecordCodec() {}

    public static byte[] encode(SendRecord send) {
        ByteWriter writer = new ByteWriter(BYTES + send.event().length())
                .one(VERSION)
                .text(send.workspace())
                .text(send.sendId())
                .text(send.origin().campaign())
                .text(send.origin().campaignName())
                .unsignedLong(send.origin().version())
                .text(send.origin().node())
                .text(send.origin().run());
        write(send.message(), writer);
        write(send.recipient(), writer);
        return writer.text(send.testTo())
                .bits(send.grantedAt().toEpochMilli())
                .text(send.event())
                .text(send.skipped())
                .toByteArray();
    }

    private static void write(Message message, ByteWriter writer) {
        QuietHours quiet = message.quietHours();
        boolean drop = quiet != null && quiet.mode() == QuietHours.Mode.DROP;
        writer.text(message.channel().text())
                .text(message.template())
                .text(message.subject())
                .text(message.content())
                .text(message.group())
                .text(message.url())
                .one((message.transactional() ? TRANSACTIONAL : 0)
                        | (message.trackOpens() ? TRACK_OPENS : 0)
                        | (drop ? DROP : 0))
                .text(quiet == null ? null : quiet.start().toString())
                .text(quiet == null ? null : quiet.end().toString());
    }

    private static void write(Recipient recipient, ByteWriter writer) {
        boolean user = recipient.person().kind() == Person.Kind.USER;
        String id = recipient.person().id();
        writer.text(recipient.contact().toString())
                .text(user ? id : null)
                .text(user ? null : id)
                .text(recipient.traits())
                .text(recipient.zone().getId())
                .unsigned(recipient.subscriptions().size());
        new TreeMap<>(recipient.subscriptions())
                .forEach((group, subscribed) -> writer.text(group).one(subscribed ? 1 : 0));
        writer.one(recipient.suppressed() ? 1 : 0);
    }

    public static SendRecord decode(byte[] value) throws UnreadableRecordException {
        ByteReader reader = new ByteReader(value);
        byte version = reader.one();
        if (version < WITHOUT_SKIPPED || version > VERSION) {
            throw new UnreadableRecordException(
                    "is of format " + version + ", this version reads " + WITHOUT_SKIPPED + " to " + VERSION);
        }
        try {
            String workspace = reader.text();
            String sendId = reader.text();
            Origin origin =
                    new Origin(reader.text(), reader.text(), reader.unsignedLong(), reader.text(), reader.text());
            Message message = message(reader);
            Recipient recipient = recipient(reader);
            String testTo = reader.textOrNull();
            Instant grantedAt = Instant.ofEpochMilli(reader.bits());
            String event = reader.text();
            String skipped = version > WITHOUT_SKIPPED ? reader.textOrNull() : null;
            return new SendRecord(workspace, sendId, origin, message, recipient, testTo, grantedAt, event, skipped);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static Message message(ByteReader reader) throws UnreadableRecordException {
        Channel channel = Channel.valueOf(reader.text().toUpperCase(Locale.ROOT));
        String template = reader.textOrNull();
        String subject = reader.textOrNull();
        String content = reader.textOrNull();
        String group = reader.textOrNull();
        String url = reader.textOrNull();
        int flags = reader.one();
        QuietHours quiet = quiet(reader.textOrNull(), reader.textOrNull(), (flags & DROP) != 0);
        return new Message(
                channel,
                template,
                subject,
                content,
                group,
                url,
                (flags & TRANSACTIONAL) != 0,
                quiet,
                (flags & TRACK_OPENS) != 0);
    }

    private static @Nullable QuietHours quiet(@Nullable String start, @Nullable String end, boolean drop) {
        return start == null || end == null
                ? null
                : new QuietHours(
                        LocalTime.parse(start),
                        LocalTime.parse(end),
                        drop ? QuietHours.Mode.DROP : QuietHours.Mode.HOLD);
    }

    private static Recipient recipient(ByteReader reader) throws UnreadableRecordException {
        String id = reader.text();
        ContactId contact =
                ContactId.parse(id).orElseThrow(() -> new UnreadableRecordException("has the contact " + id));
        Person person = Person.of(reader.textOrNull(), reader.textOrNull());
        String traits = reader.text();
        ZoneId zone = ZoneId.of(reader.text());
        int count = reader.unsigned();
        if (count < 0 || count > CHOICES_MAX) {
            throw new UnreadableRecordException("has " + count + " choices");
        }
        Map<String, Boolean> subscriptions = new HashMap<>();
        for (int i = 0; i < count; i++) {
            subscriptions.put(reader.text(), reader.one() != 0);
        }
        return new Recipient(contact, person, traits, zone, subscriptions, reader.one() != 0);
    }
}
