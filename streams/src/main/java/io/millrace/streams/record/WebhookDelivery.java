package io.millrace.streams.record;

import java.nio.charset.StandardCharsets;

/**
 * One step of a delivery to a webhook endpoint, a value in topic {@code webhooks.deliveries}: its scheduling, or an attempt
 * with what came of it. Of a delivery's records the last says how it stands. All times are epoch milliseconds.
 *
 * @param origin what it is and whose
 * @param number counts a delivery's records from 0
 * @param attempt attempts that were made in this round; 0 as it is scheduled
 * @param at when this was so: as it was scheduled, or the attempt ended
 * @param nextAt when the next attempt is due; 0 once there is none
 * @param httpStatus of the attempt's answer; 0 without one
 * @param durationMillis of the attempt
 * @param error why the attempt failed, for people; else empty
 * @param body what is sent; empty once nothing is to be sent any more
 */
public record WebhookDelivery(
        Origin origin,
        State state,
        int number,
        int attempt,
        long at,
        long nextAt,
        int httpStatus,
        long durationMillis,
        String error,
        byte[] body) {

    private static final int ERROR_LENGTH_MAX = 500;

    /**
     * What does not change while a delivery goes on.
     *
     * @param id made of endpoint and source, so that a repeat has the same
     * @param request by which people asked for this round, a test or a replay; else empty
     * @param event the name under which it is told
     * @param attemptsMax in this round
     * @param createdAt when it was first scheduled
     */
    public record Origin(
            String workspace,
            String endpoint,
            String id,
            String request,
            String event,
            int attemptsMax,
            long createdAt) {}

    /** How a delivery stands. The code is what the record format stores; it never changes. */
    public enum State {
        PENDING(1),
        DELIVERED(2),
        FAILED(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    public WebhookDelivery {
        error = error.length() > ERROR_LENGTH_MAX ? error.substring(0, ERROR_LENGTH_MAX) : error;
    }

    /** To be sent as soon as possible. */
    public static WebhookDelivery scheduled(Origin origin, int number, long at, byte[] body) {
        return new WebhookDelivery(origin, State.PENDING, number, 0, at, at, 0, 0, "", body);
    }

    /** The key of its record. */
    public byte[] key() {
        return (origin.workspace() + '/' + origin.endpoint() + '/' + origin.id()).getBytes(StandardCharsets.UTF_8);
    }
}
