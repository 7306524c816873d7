package io.millrace.flink.arrival;

import io.millrace.streams.record.EventRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * By which arrivals are spread and copies recognised: the first 128 bits of SHA-256 over workspace, person and message
 * id. Of 10¹² events in one period, two different ones share a key with a probability below 10⁻¹⁴.
 */
public record ArrivalKey(long high, long low) {

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    });

    /** The same for every copy of an event. */
    public static ArrivalKey of(EventRecord record) {
        byte[] person = record.person().key(record.workspace());
        MessageDigest digest = SHA_256.get();
        // The length first: no person's id can be mistaken for a shorter one and the start of a message id.
        digest.update((byte) (person.length >>> 8));
        digest.update((byte) person.length);
        digest.update(person);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(record.messageId().getBytes(StandardCharsets.UTF_8)));
        return new ArrivalKey(hash.getLong(), hash.getLong());
    }

    /** For records that have no copies: spread by where they stood. */
    public static ArrivalKey ofPlace(int partition, long offset) {
        return new ArrivalKey(partition, offset);
    }

    /** The form in which Flink holds it as key of state. */
    public Tuple2<Long, Long> tuple() {
        return Tuple2.of(high, low);
    }
}
