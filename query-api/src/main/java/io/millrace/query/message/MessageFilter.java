package io.millrace.query.message;

import io.millrace.core.event.ContactId;
import java.util.List;
import java.util.Optional;

/**
 * Which messages are asked for.
 *
 * @param ids of messages; empty for all
 * @param statuses empty for all
 * @param channel in small letters
 */
public record MessageFilter(
        List<String> ids,
        Optional<String> campaign,
        Optional<ContactId> contact,
        Optional<String> channel,
        List<String> statuses) {

    public static final MessageFilter ALL =
            new MessageFilter(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public MessageFilter {
        ids = List.copyOf(ids);
        statuses = List.copyOf(statuses);
    }

    public static MessageFilter ofIds(List<String> ids) {
        return new MessageFilter(ids, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
}
