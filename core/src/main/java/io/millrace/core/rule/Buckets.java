package io.millrace.core.rule;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Spreads contacts over 0 to 100: the first 8 bytes of MD5(name + salt), big-endian, over 2^64, times 100. */
public final class Buckets {

    private Buckets() {}

    /** Whether the bucket of a contact with this name (external id, else anonymous id) lies below a percentage. */
    public static boolean below(String name, String salt, double percent) {
        return bucket(name, salt) < percent;
    }

    /** Between 0 and 100. */
    public static double bucket(String name, String salt) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] hash = md5.digest((name + salt).getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, Arrays.copyOf(hash, 8)).doubleValue() / 0x1p64 * 100;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
