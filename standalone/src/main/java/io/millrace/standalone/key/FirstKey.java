package io.millrace.standalone.key;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** The keys that exist from the first start on. */
public enum FirstKey {
    WRITE("MILLRACE_WRITE_KEY", "First write key", ApiKey.Type.WRITE, Set.of(Scope.EVENTS_WRITE), Ids::writeKey),
    SECRET("MILLRACE_SECRET_KEY", "First secret key", ApiKey.Type.SECRET, Scope.management(), Ids::secretKey),
    ADMIN("MILLRACE_ADMIN_KEY", "Admin key", ApiKey.Type.ADMIN, Set.of(), Ids::adminKey);

    private final String setting;
    private final String storedName;
    private final ApiKey.Type type;
    private final Set<Scope> scopes;
    private final Supplier<String> generator;

    FirstKey(String setting, String storedName, ApiKey.Type type, Set<Scope> scopes, Supplier<String> generator) {
        this.setting = setting;
        this.storedName = storedName;
        this.type = type;
        this.scopes = scopes;
        this.generator = generator;
    }

    /** The environment variable that gives it. */
    public String setting() {
        return setting;
    }

    boolean is(ApiKey stored) {
        return stored.type() == type && stored.name().equals(storedName);
    }

    /** The admin key belongs to no workspace. */
    String owner(String workspace) {
        return type == ApiKey.Type.ADMIN ? "" : workspace;
    }

    String generate() {
        return generator.get();
    }

    ApiKey record(String secret, String workspace, Instant now) {
        return ApiKey.of(secret, owner(workspace), type, storedName, scopes, now);
    }
}
