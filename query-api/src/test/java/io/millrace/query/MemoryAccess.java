package io.millrace.query;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Workspaces and keys in memory, for tests that need no Kafka. */
final class MemoryAccess implements Access {

    private final Map<String, Workspace> bySlug = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> byHash = new ConcurrentHashMap<>();
    private final AtomicInteger refreshes = new AtomicInteger();

    @Override
    public Optional<ApiKey> key(String secret) {
        return Optional.ofNullable(byHash.get(ApiKey.hash(secret)));
    }

    @Override
    public Optional<Workspace> workspace(String id) {
        return workspaces().stream()
                .filter(workspace -> workspace.id().equals(id))
                .findFirst();
    }

    @Override
    public Optional<Workspace> workspaceBySlug(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    @Override
    public List<Workspace> workspaces() {
        return List.copyOf(bySlug.values());
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return byHash.values().stream()
                .filter(key -> key.workspace().equals(workspace))
                .toList();
    }

    @Override
    public void create(Workspace workspace) {
        if (bySlug.putIfAbsent(workspace.slug(), workspace) != null) {
            throw new Definitions.VersionConflictException(
                    new Definition.Key(Definition.Kind.WORKSPACE, "", workspace.slug()), Definitions.ABSENT, 0);
        }
    }

    @Override
    public void create(ApiKey key) {
        byHash.put(key.hash(), key);
    }

    @Override
    public void refresh() {
        refreshes.incrementAndGet();
    }

    int refreshes() {
        return refreshes.get();
    }
}
