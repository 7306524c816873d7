package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants a new segment to be.
 *
 * @param rules both null for a hand-kept segment
 */
record SegmentDraft(String name, String description, @Nullable Rules rules) {

    /** Rules as they were given and as they were understood. */
    record Rules(JsonNode json, Rule rule) {}
}
