package io.millrace.core.campaign.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The ids of runs and sends, which say the same after every replay: base32 of the first 120 bits of SHA-256 over texts in
 * UTF-8, each after its length in four bytes. They travel as idempotency keys and never change.
 */
public final class RunIds {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BYTES = 15;

    private RunIds() {}

    /**
     * {@code run_…}
     *
     * @param contact the name of the contact that enters
     * @param cause what made it enter, such as an event's message id; unique for a contact and campaign
     */
    public static String run(String campaign, long version, String contact, String cause) {
        return "run_" + hash("run", campaign, Long.toString(version), contact, cause);
    }

    /**
     * {@code send_…}
     *
     * @param visit the how manieth time the run is at the node, from 1 on
     */
    public static String send(String workspace, String run, String node, int visit) {
        return "send_" + hash("send", workspace, run, node, Integer.toString(visit));
    }

    private static String hash(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
            digest.update(utf8);
        }
        return base32(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit += 5) {
            int at = bit / Byte.SIZE;
            int pair = (bytes[at] & 0xff) << Byte.SIZE | (at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0);
            text.append(ALPHABET.charAt(pair >> (11 - bit % Byte.SIZE) & 31));
        }
        return text.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
