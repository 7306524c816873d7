package io.millrace.ingest.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The write keys a request names, in the places SDKs put them. A bearer may be an OAuth token of somebody else's, hence it
 * stands apart; of the others the first counts.
 */
record Candidates(@Nullable String basic, @Nullable String bearer, @Nullable String query, @Nullable String body) {

    /** @param authorization the header as it came */
    static Candidates of(@Nullable String authorization, @Nullable String query, @Nullable String body) {
        String basic = null;
        String bearer = null;
        if (authorization != null) {
            String[] parts = authorization.strip().split(" +", 2);
            String scheme = parts[0].toLowerCase(Locale.ROOT);
            if (parts.length == 2 && scheme.equals("basic")) {
                basic = userName(parts[1]);
            } else if (parts.length == 2 && scheme.equals("bearer")) {
                bearer = parts[1].strip();
            }
        }
        return new Candidates(absentIfEmpty(basic), absentIfEmpty(bearer), absentIfEmpty(query), absentIfEmpty(body));
    }

    /** The key to judge by if the bearer is none; null if there is no other. */
    @Nullable
    String besidesBearer() {
        if (query == null) {
            return body;
        }
        return query;
    }

    private static @Nullable String userName(String base64) {
        try {
            byte[] decoded = Base64.getDecoder().decode(base64.strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String absentIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
