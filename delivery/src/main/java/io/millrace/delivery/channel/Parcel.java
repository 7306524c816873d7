package io.millrace.delivery.channel;

import io.millrace.streams.record.SendRecord;
import java.util.Optional;

/**
 * A message as it leaves, rendered.
 *
 * @param subject empty if the message has none
 * @param html absent if the content is plain text
 * @param text always there, made from the HTML if the content has none of its own
 * @param unsubscribe where the contact leaves by one click; absent where it cannot, as for transactional messages
 */
public record Parcel(
        SendRecord send, String subject, Optional<String> html, String text, Optional<String> unsubscribe) {}
