package io.millrace.streams.record;

import io.millrace.streams.record.WebhookDelivery.Origin;
import io.millrace.streams.record.WebhookDelivery.State;

/**
 * The bytes of a {@link WebhookDelivery}. Format 1: version, texts workspace, endpoint, id, request, event, attemptsMax
 * (varint), createdAt (eight bytes), state (byte), number, attempt (varints), at, nextAt (eight bytes each), httpStatus
 * (varint), duration (eight bytes), error (text), body to the end.
 */
public final class WebhookDeliveryCodec {

    static final byte VERSION = 1;

    private static final int HEADER_BYTES_EXPECTED = 200;

    private WebhookDeliveryCodec() {}

    public static byte[] encode(WebhookDelivery delivery) {
        Origin origin = delivery.origin();
        return new ByteWriter(HEADER_BYTES_EXPECTED + delivery.body().length)
                .one(VERSION)
                .text(origin.workspace())
                .text(origin.endpoint())
                .text(origin.id())
                .text(origin.request())
                .text(origin.event())
                .unsigned(origin.attemptsMax())
                .bits(origin.createdAt())
                .one(delivery.state().code())
                .unsigned(delivery.number())
                .unsigned(delivery.attempt())
                .bits(delivery.at())
                .bits(delivery.nextAt())
                .unsigned(delivery.httpStatus())
                .bits(delivery.durationMillis())
                .text(delivery.error())
                .raw(delivery.body())
                .toByteArray();
    }

    public static WebhookDelivery decode(byte[] value) throws UnreadableRecordException {
        ByteReader reader = new ByteReader(value);
        byte version = reader.one();
        if (version != VERSION) {
            throw new UnreadableRecordException("is of format " + version + ", this version reads " + VERSION);
        }
        Origin origin = new Origin(
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.unsigned(),
                reader.bits());
        return new WebhookDelivery(
                origin,
                state(reader.one()),
                reader.unsigned(),
                reader.unsigned(),
                reader.bits(),
                reader.bits(),
                reader.unsigned(),
                reader.bits(),
                reader.text(),
                reader.rest());
    }

    private static State state(byte code) throws UnreadableRecordException {
        for (State state : State.values()) {
            if (state.code() == code) {
                return state;
            }
        }
        throw new UnreadableRecordException("has the state " + code);
    }
}
