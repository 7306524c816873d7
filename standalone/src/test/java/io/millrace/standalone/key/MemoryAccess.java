package io.millrace.standalone.key;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import io.millrace.streams.definition.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Definitions of one process. */
final class MemoryAccess implements Access {

    private final List<Workspace> workspaces = new ArrayList<>();
    private final List<ApiKey> keys = new ArrayList<>();
    private int writesLeft = Integer.MAX_VALUE;

    /** Everything after so many writes fails, as a process does that is killed. */
    void endAfter(int writes) {
        writesLeft = writes;
    }

    @Override
    public Optional<ApiKey> key(String secret) {
        return keys.stream()
                .filter(key -> key.hash().equals(ApiKey.hash(secret)))
                .findFirst();
    }

    @Override
    public Optional<Workspace> workspace(String id) {
        return workspaces.stream().filter(found -> found.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Workspace> workspaceBySlug(String slug) {
        return workspaces.stream().filter(found -> found.slug().equals(slug)).findFirst();
    }

    @Override
    public List<Workspace> workspaces() {
        return List.copyOf(workspaces);
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return keys.stream().filter(key -> key.workspace().equals(workspace)).toList();
    }

    @Override
    public void create(Workspace workspace) {
        countWrite();
        workspaces.add(workspace);
    }

    @Override
    public void create(ApiKey key) {
        countWrite();
        keys.add(key);
    }

    private void countWrite() {
        if (writesLeft-- <= 0) {
            throw new IllegalStateException("killed");
        }
    }

    @Override
    public void refresh() {
        // There is no other process.
    }
}
