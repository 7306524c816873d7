package io.millrace.delivery.outcome;

import io.millrace.streams.record.DeliveryRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outcomes of one partition's sends: of those that were told only that there is one, as 64 bits of their id's hash (of
 * ten million sends one new id meets an old one with a probability of 1 in 10^12), the others whole. Thread-safe.
 */
final class Memory {

    private final LongSet told = new LongSet();
    private final Map<String, DeliveryRecord> untold = new HashMap<>();

    synchronized void put(DeliveryRecord record) {
        if (record.told()) {
            told.add(hash(record.workspace(), record.sendId()));
            untold.remove(record.sendId());
        } else {
            untold.put(record.sendId(), record);
        }
    }

    synchronized boolean isTold(String workspace, String sendId) {
        return told.contains(hash(workspace, sendId));
    }

    /** An outcome whose events may not be stored. */
    synchronized Optional<DeliveryRecord> untold(String sendId) {
        return Optional.ofNullable(untold.get(sendId));
    }

    private static long hash(String workspace, String sendId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((workspace + '/' + sendId).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
