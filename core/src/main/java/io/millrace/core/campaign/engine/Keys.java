package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.ValueHash;
import io.millrace.core.rule.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Compares the values that tell runs apart, and makes eight bytes of what must be remembered for ever. */
final class Keys {

    private Keys() {}

    static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        return a == null || b == null ? a == b : Values.same(a, b);
    }

    /** Null stands for a run that no event began. */
    static long hash(@Nullable JsonNode key) {
        return key == null ? 0 : ValueHash.of(key);
    }

    static long hash(String cause) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(cause.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
