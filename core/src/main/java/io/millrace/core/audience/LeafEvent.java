package io.millrace.core.audience;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one condition needs of one event, made from events as they come and from stored ones by the same code
 * ({@link LeafProjection}).
 *
 * @param timestamp when it happened
 * @param roles a bit mask whose meaning is the condition's: bit 0 the pattern itself; of {@code last_where} bit 1 if the
 *     tests pass; of {@code not_followed_by} bit 1 if it is the other event; of a sequence bit i for step i
 * @param number of sum, avg, min, max; null otherwise
 * @param hash of the value, for distinct; 0 otherwise
 */
public record LeafEvent(long timestamp, Arrival arrival, int roles, @Nullable BigDecimal number, long hash) {}
