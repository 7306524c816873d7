package io.millrace.streams.record;

import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Channel;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that was granted and is to be delivered, or that was skipped and is to be told of: a value in topic
 * {@code sends}, under the key of its contact. It carries all that delivery needs beside the template's content, which is
 * read when the message is sent.
 *
 * @param sendId by which repeats are refused; every channel passes it on as its idempotency key
 * @param testTo where a test send goes instead of to the contact; null if it is none
 * @param grantedAt the engine's time as it was granted
 * @param event JSON object text: properties of the event that the run began with, empty object if none did
 * @param skipped why the message is not sent, which delivery tells as an event; null if it is to be sent
 */
public record SendRecord(
        String workspace,
        String sendId,
        Origin origin,
        Message message,
        Recipient recipient,
        @Nullable String testTo,
        Instant grantedAt,
        String event,
        @Nullable String skipped) {

    public SendRecord {
        if (workspace.isEmpty() || sendId.isEmpty()) {
            throw new IllegalArgumentException("a send needs a workspace and an id");
        }
    }

    /** One that is to be delivered. */
    public SendRecord(
            String workspace,
            String sendId,
            Origin origin,
            Message message,
            Recipient recipient,
            @Nullable String testTo,
            Instant grantedAt,
            String event) {
        this(workspace, sendId, origin, message, recipient, testTo, grantedAt, event, null);
    }

    /**
     * What asked for the message. A message that was sent by itself has an empty campaign, node and run.
     *
     * @param campaignName as of the grant
     * @param version of the campaign's definition
     */
    public record Origin(String campaign, String campaignName, long version, String node, String run) {
        public static final Origin NONE = new Origin("", "", 0, "", "");
    }

    /**
     * What is sent; its own subject and content hold over the template's.
     *
     * @param group the subscription group it belongs to; null asks only whether the contact has left everything
     * @param url of a call to somebody's server; null for messages
     * @param quietHours in which it waits or is dropped, in the contact's zone; null if there are none
     * @param trackOpens whether the message tells when it is opened
     */
    public record Message(
            Channel channel,
            @Nullable String template,
            @Nullable String subject,
            @Nullable String content,
            @Nullable String group,
            @Nullable String url,
            boolean transactional,
            @Nullable QuietHours quietHours,
            boolean trackOpens) {
        public Message {
            if (template == null && content == null && url == null) {
                throw new IllegalArgumentException("a message needs a template, content or a url");
            }
        }
    }

    /**
     * The contact as of the grant.
     *
     * @param person whose key the contact's outcomes are written under
     * @param traits JSON object text
     * @param subscriptions explicit choices by group, true for subscribed; the empty group is the choice for all others
     * @param suppressed whether it gets nothing at all
     */
    public record Recipient(
            ContactId contact,
            Person person,
            String traits,
            ZoneId zone,
            Map<String, Boolean> subscriptions,
            boolean suppressed) {
        public Recipient {
            subscriptions = Map.copyOf(subscriptions);
        }
    }

    public boolean test() {
        return testTo != null;
    }

    /** The key of its record. */
    public byte[] key() {
        return (workspace + '/' + recipient.contact()).getBytes(StandardCharsets.UTF_8);
    }
}
