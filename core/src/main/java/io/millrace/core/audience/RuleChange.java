package io.millrace.core.audience;

import org.jspecify.annotations.Nullable;

/**
 * A definition as far as it touches who is in which segment, and who runs through which campaign.
 *
 * @param workspace empty for a workspace's own definition, whose body names it
 * @param id a segment's or campaign's id; of the other kinds whatever their definition is stored under
 * @param version grows with every definition, across all of them; of a schedule that of the last one before it
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
        BACKFILL,
        /** A campaign's status, and which of its versions contacts enter with. */
        CAMPAIGN,
        /** What a version of a campaign does; the id is the campaign's with the version's number. */
        CAMPAIGN_VERSION,
        /** No definition: an instant of which definitions say that something happens at it by itself. */
        SCHEDULE
    }
}
