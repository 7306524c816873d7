package io.millrace.query.backfill;

import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.LeafProjection;
import io.millrace.core.rule.Rule;

/**
 * A condition over events.
 *
 * @param rule an {@link Rule.Events} or {@link Rule.Sequence}
 */
record Condition(LeafKey key, Rule rule, LeafProjection projection) {}
