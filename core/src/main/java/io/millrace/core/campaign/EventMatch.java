package io.millrace.core.campaign;

import io.millrace.core.rule.EventPattern;

/**
 * An event that a run waits for, or that ends it.
 *
 * @param sameKey whether its property that is the campaign's {@code per_key} must have the value of the run's key
 */
public record EventMatch(EventPattern event, boolean sameKey) {}
