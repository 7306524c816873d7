package io.millrace.streams.definition;

import java.util.Collection;
import java.util.Optional;

/**
 * All definitions as this process has read them. Thread-safe. A write returns after this process's own reader has seen
 * it; of two concurrent edits that expect the same version one fails.
 */
public interface Definitions {

    /** The {@code expectedVersion} of an object that must not exist yet. */
    long ABSENT = -1;

    Optional<Definition> get(Definition.Key key);

    /** All of a kind, over all workspaces, in no order. */
    Collection<Definition> all(Definition.Kind kind);

    /**
     * Creates or replaces a definition.
     *
     * @param expectedVersion the version it replaces, or {@link #ABSENT}
     * @throws VersionConflictException if another edit came first
     * @throws DefinitionsUnavailableException if the topic cannot be written now
     */
    Definition put(Definition.Key key, long expectedVersion, String body);

    /**
     * Deletes a definition: a value in the topic, not a tombstone. Same errors as {@link #put}.
     *
     * @return the version that says so
     */
    long delete(Definition.Key key, long expectedVersion);

    /**
     * Reads on until everything that any process wrote before this call is seen.
     *
     * @throws DefinitionsUnavailableException if the topic cannot be read in time
     */
    void refresh();

    /** How many records were skipped since the start because they could not be read at all. */
    default long damagedRecords() {
        return 0;
    }

    /** Somebody else's edit came first. */
    final class VersionConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public VersionConflictException(Definition.Key key, long expected, long found) {
            super(key + " has version " + found + ", the edit expected " + expected);
        }
    }

    /** The topic cannot be read or written at the moment; try again. */
    final class DefinitionsUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public DefinitionsUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
