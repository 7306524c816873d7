package io.millrace.streams.definition;

import java.time.Instant;
import java.util.Objects;

/**
 * One object that somebody defined, as it stands in topic {@code definitions}.
 *
 * @param version the offset of its record; grows with every edit
 * @param at the record's append time: from here on the definition is in force
 * @param body its JSON text, for the kind's own codec
 */
public record Definition(Key key, long version, Instant at, String body) {

    /** What a definition is. The name stands in record keys and never changes. */
    public enum Kind {
        /** Under its slug, which so belongs to one workspace at most; belongs to no workspace itself. */
        WORKSPACE,
        /** Under its secret's hash; belongs to no workspace, for it is what tells the workspace of a request. */
        API_KEY,
        /** When a key was last used, under the key's id. */
        KEY_USE,
        /** Under its id. */
        SEGMENT,
        /** How far the back-fill of a segment's version is, under the segment's id. */
        BACKFILL,
        /** Of a workspace, under {@code settings}. */
        SETTINGS,
        /** Saved funnels, cohorts and other queries, under their ids. */
        SAVED_QUERY,
        /** Under its id. */
        CAMPAIGN,
        /** What a campaign does since one of its edits, under the campaign's id, {@code #} and the version's number. */
        CAMPAIGN_VERSION,
        /** Content of messages, under its id. */
        TEMPLATE,
        /** Where a workspace is told of what happens, under its id. */
        WEBHOOK,
        /** What services sign with, under its use; belongs to no workspace and leaves no service. */
        SIGNING_KEY,
        /** What a request with an idempotency key made, under the key's hash. */
        IDEMPOTENCY,
        /** Never in the map: a tick that moves the topic's time, see {@link io.millrace.streams.StreamClock}. */
        CLOCK
    }

    /** The identity of a definition; the workspace is empty for what belongs to none. */
    public record Key(Kind kind, String workspace, String id) {
        public Key {
            Objects.requireNonNull(kind);
            if (id.isEmpty() || id.indexOf('/') >= 0 || workspace.indexOf('/') >= 0) {
                throw new IllegalArgumentException("a definition's id is not empty and has no slash, found " + id);
            }
        }
    }
}
