package io.millrace.query.series;

import io.millrace.query.filter.Selector;

/**
 * One of the series of a query.
 *
 * @param id A, B, C … by its place
 * @param name what people call it; the event's name unless told
 */
record SeriesItem(String id, String name, Selector event, Measure measure) {}
