package io.millrace.query.http;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import java.util.Optional;

/**
 * Who may call a route.
 *
 * @param kind which kinds of key open it
 * @param scope what a workspace's key must be allowed to do, where one opens the route at all
 */
public record Guard(Kind kind, Optional<Scope> scope) {

    /** Which keys open a route. */
    public enum Kind {
        /** No key is needed. */
        EVERYONE,
        ANY_KEY,
        /** The admin key alone. */
        ADMIN,
        /** A workspace's key with the scope. */
        SCOPE,
        /** A workspace's key with the scope, or the admin key. */
        SCOPE_OR_ADMIN
    }

    public static final Guard EVERYONE = new Guard(Kind.EVERYONE, Optional.empty());
    public static final Guard ANY_KEY = new Guard(Kind.ANY_KEY, Optional.empty());
    public static final Guard ADMIN = new Guard(Kind.ADMIN, Optional.empty());

    public static Guard scope(Scope scope) {
        return new Guard(Kind.SCOPE, Optional.of(scope));
    }

    public static Guard scopeOrAdmin(Scope scope) {
        return new Guard(Kind.SCOPE_OR_ADMIN, Optional.of(scope));
    }

    boolean allows(ApiKey key) {
        boolean admin = key.type() == ApiKey.Type.ADMIN;
        return switch (kind) {
            case EVERYONE, ANY_KEY -> true;
            case ADMIN -> admin;
            case SCOPE -> !admin && hasScope(key);
            case SCOPE_OR_ADMIN -> admin || hasScope(key);
        };
    }

    /** What a refused caller lacks. */
    String needed() {
        return scope.map(Scope::text).orElse("the admin key");
    }

    private boolean hasScope(ApiKey key) {
        return scope.map(key::allows).orElse(false);
    }
}
