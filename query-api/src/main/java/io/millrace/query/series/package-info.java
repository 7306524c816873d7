/** Counts over time: event_count and unique_contacts. */
@NullMarked
package io.millrace.query.series;

import org.jspecify.annotations.NullMarked;
