package io.millrace.streams.definition;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import java.util.List;
import java.util.Optional;

/** Workspaces and API keys, typed, over {@link Definitions}. Thread-safe; lookups are in memory. */
public interface Access {

    /** The key with this secret if it is known, valid or not; never blocks. */
    Optional<ApiKey> key(String secret);

    Optional<Workspace> workspace(String id);

    Optional<Workspace> workspaceBySlug(String slug);

    List<Workspace> workspaces();

    List<ApiKey> keys(String workspace);

    /** Creates a workspace; fails with {@link Definitions.VersionConflictException} if the slug is taken. */
    void create(Workspace workspace);

    void create(ApiKey key);

    /** See {@link Definitions#refresh()}: afterwards {@link #key} knows all keys created before the call. */
    void refresh();
}
