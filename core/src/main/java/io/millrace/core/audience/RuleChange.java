package io.millrace.core.audience;

import org.jspecify.annotations.Nullable;

/**
 * A definition as far as it touches who is in which segment.
 *
 * @param workspace empty for a workspace's own definition, whose body names it
 * @param id a segment's id; of the other kinds whatever their definition is stored under
 * @param version grows with every definition, across all of them
 * @param atMillis from here on it is in force, in epoch milliseconds
 * @param body JSON text; null deletes
 */
public record RuleChange(Kind kind, String workspace, String id, long version, long atMillis, @Nullable String body) {

    /** What is defined. */
    public enum Kind {
        /** For its time zone, unless settings name another. */
        WORKSPACE,
        SETTINGS,
        SEGMENT,
        /** That a segment's version has the past of its conditions. */
        BACKFILL
    }
}
