package io.millrace.streams.record;

import io.millrace.core.event.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * An event that cannot be stored, whole, with its reason, as the value of a record in topic {@code events.rejected}.
 *
 * @param messageId null if it has none that can be read
 * @param detail what was found and what is expected, for a person
 * @param position the event's place in its batch, from 0; of an import the line in its file
 * @param payload the event as it came, JSON text in UTF-8
 */
public record RejectedRecord(
        String workspace,
        String keyId,
        String importId,
        @Nullable String messageId,
        RejectReason reason,
        String detail,
        long position,
        byte[] payload) {}
