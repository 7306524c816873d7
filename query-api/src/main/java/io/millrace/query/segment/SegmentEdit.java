package io.millrace.query.segment;

import io.millrace.query.segment.SegmentDraft.Rules;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants changed; null leaves a field as it is.
 *
 * @param expectedVersion the version the caller has seen, if the edit is for that one only
 */
record SegmentEdit(
        @Nullable String name, @Nullable String description, @Nullable Rules rules, OptionalLong expectedVersion) {}
