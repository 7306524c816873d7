package io.millrace.ingest;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Access;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Keys in memory. What is created elsewhere becomes known with a refresh. */
final class KnownKeys implements Access {

    static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, ApiKey> known = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> elsewhere = new ConcurrentHashMap<>();
    final AtomicInteger refreshes = new AtomicInteger();
    volatile Runnable duringRefresh = () -> {};

    ApiKey add(String secret, String workspace, Scope... scopes) {
        ApiKey key = ApiKey.of(secret, workspace, ApiKey.Type.WRITE, "test", Set.of(scopes), CREATED);
        known.put(key.hash(), key);
        return key;
    }

    ApiKey addElsewhere(String secret, String workspace) {
        ApiKey key = ApiKey.of(secret, workspace, ApiKey.Type.WRITE, "test", Set.of(Scope.EVENTS_WRITE), CREATED);
        elsewhere.put(key.hash(), key);
        return key;
    }

    void revoke(ApiKey key, Instant validUntil) {
        known.put(key.hash(), key.until(validUntil));
    }

    @Override
    public Optional<Workspace> change(String id, UnaryOperator<Workspace> change) {
        return Optional.empty();
    }

    @Override
    public Optional<ApiKey> revoke(String workspace, String id, Instant validUntil) {
        return Optional.empty();
    }

    @Override
    public Optional<ApiKey> key(String secret) {
        return Optional.ofNullable(known.get(ApiKey.hash(secret)));
    }

    @Override
    public void refresh() {
        refreshes.incrementAndGet();
        duringRefresh.run();
        known.putAll(elsewhere);
    }

    @Override
    public Optional<Workspace> workspace(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Workspace> workspaceBySlug(String slug) {
        return Optional.empty();
    }

    @Override
    public List<Workspace> workspaces() {
        return List.of();
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return List.copyOf(known.values());
    }

    @Override
    public void create(Workspace workspace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void create(ApiKey key) {
        known.put(key.hash(), key);
    }
}
