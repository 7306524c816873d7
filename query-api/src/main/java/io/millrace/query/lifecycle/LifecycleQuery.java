package io.millrace.query.lifecycle;

import io.millrace.query.filter.Selector;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;

/**
 * Which contacts are new, return, came back or stay away in each bucket of a range. All history before it counts.
 *
 * @param event the filters of the query are the selector's
 */
record LifecycleQuery(Selector event, TimeRange range, Interval interval) {}
