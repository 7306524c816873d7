package io.millrace.delivery;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends for tests; what is not said is as it is most often. */
public record Sends(
        String workspace,
        String id,
        String user,
        Channel channel,
        @Nullable String template,
        @Nullable String subject,
        @Nullable String content,
        @Nullable String group,
        @Nullable String url,
        boolean transactional,
        @Nullable QuietHours quiet,
        String zone,
        String traits,
        String event,
        Map<String, Boolean> choices,
        @Nullable String testTo) {

    public static final Instant GRANTED = Instant.parse("2026-03-01T12:00:00Z");

    public static Sends mail(String workspace, String id) {
        return new Sends(
                workspace,
                id,
                "ada",
                Channel.EMAIL,
                null,
                "Hello {{ firstName }}",
                "<p>Hi {{ contact.firstName }}</p>",
                null,
                null,
                false,
                null,
                "UTC",
                "{\"email\":\"ada@example.com\",\"firstName\":\"Ada\"}",
                "{}",
                Map.of(),
                null);
    }

    public static Sends webhook(String workspace, String id, String url) {
        return mail(workspace, id).by(Channel.WEBHOOK).to(url);
    }

    public Sends by(Channel other) {
        return copy(other, template, subject, content, group, url, transactional, quiet, zone, traits, choices, testTo);
    }

    public Sends to(String otherUrl) {
        return copy(
                channel,
                template,
                subject,
                content,
                group,
                otherUrl,
                transactional,
                quiet,
                zone,
                traits,
                choices,
                testTo);
    }

    public Sends saying(@Nullable String otherSubject, @Nullable String otherContent) {
        return copy(
                channel,
                template,
                otherSubject,
                otherContent,
                group,
                url,
                transactional,
                quiet,
                zone,
                traits,
                choices,
                testTo);
    }

    public Sends from(String otherTemplate) {
        return copy(
                channel, otherTemplate, null, null, group, url, transactional, quiet, zone, traits, choices, testTo);
    }

    public Sends in(String otherGroup) {
        return copy(
                channel,
                template,
                subject,
                content,
                otherGroup,
                url,
                transactional,
                quiet,
                zone,
                traits,
                choices,
                testTo);
    }

    public Sends transactionally() {
        return copy(channel, template, subject, content, group, url, true, quiet, zone, traits, choices, testTo);
    }

    public Sends quietly(QuietHours hours, String otherZone) {
        return copy(
                channel,
                template,
                subject,
                content,
                group,
                url,
                transactional,
                hours,
                otherZone,
                traits,
                choices,
                testTo);
    }

    public Sends knowing(String otherTraits) {
        return copy(
                channel,
                template,
                subject,
                content,
                group,
                url,
                transactional,
                quiet,
                zone,
                otherTraits,
                choices,
                testTo);
    }

    public Sends choosing(Map<String, Boolean> other) {
        return copy(channel, template, subject, content, group, url, transactional, quiet, zone, traits, other, testTo);
    }

    public Sends testing(String address) {
        return copy(
                channel, template, subject, content, group, url, transactional, quiet, zone, traits, choices, address);
    }

    private Sends copy(
            Channel channel,
            @Nullable String template,
            @Nullable String subject,
            @Nullable String content,
            @Nullable String group,
            @Nullable String url,
            boolean transactional,
            @Nullable QuietHours quiet,
            String zone,
            String traits,
            Map<String, Boolean> choices,
            @Nullable String testTo) {
        return new Sends(
                workspace,
                id,
                user,
                channel,
                template,
                subject,
                content,
                group,
                url,
                transactional,
                quiet,
                zone,
                traits,
                event,
                choices,
                testTo);
    }

    /** One that the campaign did not send. */
    public SendRecord skipped(String reason) {
        SendRecord send = record();
        return new SendRecord(
                send.workspace(),
                send.sendId(),
                send.origin(),
                send.message(),
                send.recipient(),
                null,
                send.grantedAt(),
                send.event(),
                reason);
    }

    public SendRecord record() {
        Person person = new Person(Person.Kind.USER, user);
        return new SendRecord(
                workspace,
                id,
                new Origin("cmp_1", "Welcome", 7, "hello", "run_1"),
                new Message(channel, template, subject, content, group, url, transactional, quiet, true),
                new Recipient(ContactId.of(workspace, person), person, traits, ZoneId.of(zone), choices, false),
                testTo,
                GRANTED,
                event);
    }
}
