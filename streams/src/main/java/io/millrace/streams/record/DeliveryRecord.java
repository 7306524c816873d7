package io.millrace.streams.record;

import java.util.List;

/**
 * What became of a send: a value in topic {@code sends.outcomes}, under the send's id and in the send's partition. Of a
 * send's records the last holds. A send with a record is never delivered again.
 *
 * @param channel as graphs spell it
 * @param told whether the events that tell it are known to be stored; if not, they are written again after a restart
 * @param at epoch milliseconds
 * @param events the names of the events that tell it; empty for a test send, which no event tells
 * @param properties those events' properties, JSON object text; empty once it is told
 */
public record DeliveryRecord(
        String workspace,
        String sendId,
        String channel,
        boolean told,
        long at,
        List<String> events,
        String properties) {
    public DeliveryRecord {
        events = List.copyOf(events);
    }

    /** The same, after its events were stored. */
    public DeliveryRecord asTold() {
        return new DeliveryRecord(workspace, sendId, channel, true, at, events, "");
    }
}
