package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identity of a condition over events: equal conditions of a workspace share one state per contact, whichever
 * segments name them. The first 64 bits of SHA-256 over the condition's canonical JSON. It is kept in states and seeds,
 * so it never changes for a condition.
 */
public record LeafKey(long hash) {

    /** @param leaf a {@link Rule.Events} or a {@link Rule.Sequence}; only these keep state */
    public static LeafKey of(Rule leaf) {
        return new LeafKey(hash(RuleJson.canonical(leaf)));
    }

    /** The first 64 bits of SHA-256 over a text in UTF-8. */
    static long hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
