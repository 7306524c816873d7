package io.millrace.core.definition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: its hash, never itself, and the last four characters to tell keys apart in lists.
 *
 * @param workspace the one workspace it opens; empty for the admin key
 * @param validUntil the end of a revoked key's grace period, null while the key is not revoked
 */
public record ApiKey(
        String id,
        String workspace,
        Type type,
        String name,
        String hash,
        String hint,
        Set<Scope> scopes,
        Instant createdAt,
        @Nullable Instant validUntil) {

    /** Write keys may stand in a browser, secret keys stay on a server, the admin key creates workspaces. */
    public enum Type {
        WRITE,
        SECRET,
        ADMIN
    }

    private static final int HINT_LENGTH = 4;

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** The record of a new key. */
    public static ApiKey of(
            String secret, String workspace, Type type, String name, Set<Scope> scopes, Instant createdAt) {
        return new ApiKey(Ids.key(), workspace, type, name, hash(secret), hintOf(secret), scopes, createdAt, null);
    }

    public boolean validAt(Instant now) {
        return validUntil == null || now.isBefore(validUntil);
    }

    /** The same key, revoked. */
    public ApiKey until(Instant end) {
        return new ApiKey(id, workspace, type, name, hash, hint, scopes, createdAt, end);
    }

    public boolean allows(Scope scope) {
        return scopes.contains(scope);
    }

    public static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String hintOf(String secret) {
        return secret.length() <= 2 * HINT_LENGTH ? "" : secret.substring(secret.length() - HINT_LENGTH);
    }
}
