package io.millrace.query.stickiness;

import io.millrace.query.filter.Selector;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;

/**
 * In how many intervals of a range each contact did something.
 *
 * @param event the filters of the query are the selector's
 * @param orMore whether a row counts those with more intervals too
 */
record StickinessQuery(Selector event, TimeRange range, Interval interval, boolean orMore) {}
