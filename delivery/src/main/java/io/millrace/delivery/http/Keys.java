package io.millrace.delivery.http;

import io.javalin.http.Context;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.delivery.http.Refusals.RefusedException;
import io.millrace.streams.definition.Access;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose call it is. Thread-safe. */
final class Keys {

    private final Access access;
    private final Clock clock;

    Keys(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** The caller's key if it may do this; refuses the call otherwise. */
    ApiKey require(Context context, Scope scope) {
        ApiKey key = access.key(secret(context))
                .filter(known -> known.validAt(clock.instant()))
                .orElseThrow(() -> new RefusedException(401, "unauthenticated", "a valid key is needed"));
        if (!key.allows(scope)) {
            throw new RefusedException(403, "insufficient_scope", "the key may not do this; it needs " + scope.text());
        }
        return key;
    }

    /** A key as a bearer, as the user of basic authentication, or, for browsers, in the query. */
    private static String secret(Context context) {
        String header = String.valueOf(context.header("Authorization"));
        if (header.regionMatches(true, 0, "bearer ", 0, 7)) {
            return header.substring(7).strip();
        }
        if (header.regionMatches(true, 0, "basic ", 0, 6)) {
            return user(header.substring(6).strip());
        }
        @Nullable String query = context.queryParam("writeKey");
        return Optional.ofNullable(query).orElse("");
    }

    private static String user(String basic) {
        try {
            String login = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            int colon = login.indexOf(':');
            return colon < 0 ? login : login.substring(0, colon);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
