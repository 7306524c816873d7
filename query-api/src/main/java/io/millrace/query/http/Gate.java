package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.query.request.Problem;
import io.millrace.query.request.ProblemException;
import io.millrace.streams.definition.Access;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through to its route or not: 401 without a valid key, 403 where the key may not, 404 for a workspace that
 * is not the key's, whether it exists or not. Thread-safe.
 */
final class Gate {

    private static final String BEARER = "bearer ";

    private final Access access;

    Gate(Access access) {
        this.access = access;
    }

    /** Whose call it is; empty only on routes for everyone. */
    Optional<ApiKey> key(Guard guard, @Nullable String authorization, Instant now) {
        if (guard.kind() == Guard.Kind.EVERYONE) {
            return Optional.empty();
        }
        String secret = secret(authorization);
        Optional<ApiKey> known = access.key(secret);
        if (known.isEmpty()) {
            // Another process may just have created it.
            access.refresh();
            known = access.key(secret);
        }
        ApiKey key = known.filter(found -> found.validAt(now))
                .orElseThrow(() -> unauthenticated("the key is not known or no longer valid"));
        if (!guard.allows(key)) {
            throw insufficient(guard, key);
        }
        return Optional.of(key);
    }

    /** What the call is about: the key's own workspace, to the admin any that the path names. */
    Optional<Workspace> workspace(Optional<ApiKey> key, @Nullable String named) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        boolean admin = key.get().type() == ApiKey.Type.ADMIN;
        if (named != null && !admin && !named.equals(key.get().workspace())) {
            throw Problem.notFound("Workspace").exception();
        }
        if (admin && named == null) {
            return Optional.empty();
        }
        String id = named == null ? key.get().workspace() : named;
        return Optional.of(access.workspace(id)
                .orElseThrow(() -> Problem.notFound("Workspace").exception()));
    }

    private static String secret(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() <= BEARER.length()
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthenticated("a key is needed: Authorization: Bearer <key>");
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private static ProblemException unauthenticated(String message) {
        return Problem.of(401, "unauthenticated", message).exception();
    }

    private static ProblemException insufficient(Guard guard, ApiKey key) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        detail.put("required_scope", guard.needed());
        key.scopes().stream()
                .map(Scope::text)
                .sorted()
                .forEach(detail.putArray("granted_scopes")::add);
        return new Problem(
                        403,
                        "insufficient_scope",
                        "the key may not do this; it needs " + guard.needed(),
                        List.of(),
                        List.of(detail))
                .exception();
    }
}
