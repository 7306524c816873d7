package io.millrace.query.segment;

import io.millrace.core.definition.SegmentDefinition;
import io.millrace.query.list.CreatedPage;
import java.time.Instant;

/**
 * A segment as it stands in the definitions.
 *
 * @param version grows with every edit
 * @param at since when this version is known to the job
 */
record SegmentVersion(SegmentDefinition definition, long version, Instant at) {

    String id() {
        return definition.id();
    }

    /** Its place in lists, see {@link CreatedPage}. */
    String place() {
        return CreatedPage.place(definition.createdAt(), definition.id());
    }
}
