package io.millrace.clickhouse.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The passwords of one start; they live in memory and in the child's environment only.
 *
 * @param application of the user that may do everything
 * @param people of the user for people's read-only SQL
 */
record Passwords(String application, String people) {

    private static final int BYTES = 24;

    static Passwords random() {
        SecureRandom random = new SecureRandom();
        return new Passwords(one(random), one(random));
    }

    private static String one(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Passwords[redacted]";
    }
}
