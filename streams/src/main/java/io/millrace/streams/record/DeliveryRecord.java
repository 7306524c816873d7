package io.millrace.streams.record;

import org.jspecify.annotations.Nullable;

/**
 * What became of a send: a value in topic {@code sends.outcomes}, under the send's id and in the send's partition. Of a
 * send's records the last holds. A send with a record is never delivered again.
 *
 * @param told whether the event that tells it is known to be stored; if not, it is written again after a restart
 * @param channel as graphs spell it
 * @param event the name of the event that tells it; empty for a test send, which no event tells
 * @param body that event's body, a JSON object; null once it is told
 */
public record DeliveryRecord(
        String workspace, String sendId, String channel, boolean told, String event, byte @Nullable [] body) {}
