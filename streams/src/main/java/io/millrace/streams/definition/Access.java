package io.millrace.streams.definition;

import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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

    /**
     * Changes a workspace; what others change at the same time is not lost.
     *
     * @param change may be called more than once; keeps id and slug
     * @return the workspace as it is then, empty if there is none with this id
     */
    Optional<Workspace> change(String id, UnaryOperator<Workspace> change);

    /**
     * Revokes a key from an instant on; a key that ends earlier already keeps its end.
     *
     * @return the key as it is then, empty if the workspace has none with this id
     */
    Optional<ApiKey> revoke(String workspace, String id, Instant validUntil);

    /** When a key was last used, as far as it is known; a few minutes' uses may be lost with a process. */
    default Optional<Instant> lastUsed(ApiKey key) {
        return Optional.empty();
    }

    /** See {@link Definitions#refresh()}: afterwards {@link #key} knows all keys created before the call. */
    void refresh();
}
