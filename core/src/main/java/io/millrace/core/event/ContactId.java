package io.millrace.core.event;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * A contact's id: the first 80 bits of SHA-256 over workspace, kind, id and generation (a deletion raises it). One id
 * in every dialect: {@code cntct_} and 16 letters of base32; ClickHouse holds the same 80 bits as a {@code UInt128}.
 */
public record ContactId(int high16, long low64) {

    public static final String PREFIX = "cntct_";

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LETTERS = 16;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    });

    public static ContactId of(String workspace, Person person) {
        return of(workspace, person, 0);
    }

    public static ContactId of(String workspace, Person person, int generation) {
        MessageDigest digest = SHA_256.get();
        digest.update(person.key(workspace));
        digest.update(("\0" + generation).getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new ContactId(hash.getShort() & 0xffff, hash.getLong());
    }

    /** Reads {@code cntct_…}; the prefix is presentation and may be another dialect's ({@code ct_}). */
    public static Optional<ContactId> parse(String text) {
        int start = text.lastIndexOf('_') + 1;
        if (start == 0 || text.length() - start != LETTERS) {
            return Optional.empty();
        }
        BigInteger bits = BigInteger.ZERO;
        for (int i = start; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(digit));
        }
        return Optional.of(new ContactId(bits.shiftRight(64).intValueExact(), bits.longValue()));
    }

    /** The 80 bits as a number, as ClickHouse prints a {@code UInt128}. */
    public BigInteger number() {
        return BigInteger.valueOf(high16).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low64)));
    }

    public static ContactId ofNumber(BigInteger number) {
        return new ContactId(number.shiftRight(64).intValueExact(), number.longValue());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(PREFIX);
        BigInteger bits = number();
        for (int i = LETTERS - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(bits.shiftRight(5 * i).intValue() & 31));
        }
        return text.toString();
    }
}
