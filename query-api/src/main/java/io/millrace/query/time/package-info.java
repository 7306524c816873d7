/** Ranges, zones and calendar buckets of a query. */
@NullMarked
package io.millrace.query.time;

import org.jspecify.annotations.NullMarked;
